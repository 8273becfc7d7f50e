"""What the owners of one worker share."""

from dataclasses import dataclass

from libs.events.log.hint import GroupHint
from libs.events.log.reading import InputReader
from libs.events.loop.batching import Batcher
from libs.events.loop.committing import Committer
from libs.events.loop.discarding import Discarder
from libs.events.loop.reviving import Reviver
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.takeover import Takeovers
from libs.events.loop.telling import Telling
from libs.events.progress.headroom import Headroom
from libs.events.progress.publishing import Publisher


@dataclass(frozen=True, slots=True)
class Owning:
    """The parts that they work with."""

    takeovers: Takeovers
    batcher: Batcher
    committer: Committer
    reader: InputReader
    hint: GroupHint
    publisher: Publisher
    reviver: Reviver
    discarder: Discarder
    headroom: Headroom | None
    """None where there is no bulk."""
    telling: Telling
    settings: WorkerSettings
    deps: WorkerDeps
