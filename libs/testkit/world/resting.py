"""What an owner does beside deciding: close what has come to rest."""

from collections.abc import Callable
from typing import Final

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.loop.decider import Lookup
from libs.events.loop.dropping import Dropped
from libs.events.progress.resting import ALL, RESTING, BehindBulk, Resting, close_what_rests
from libs.kernel.keys import partition_of
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.turns import IDLE, Running
from libs.testkit.world.world import Site, World

Closing = Callable[[Resting], Command]
"""The command that says of a thing that it is at rest."""

_SEEN_MAX: Final = 1000


class RestingTask:
    """Runs rounds for what waits at one site; dies with the site's owner and begins again."""

    def __init__(self, world: World, site: Site, closing: Closing) -> None:
        self._world, self._site, self._closing = world, site, closing
        self._running: Running | None = None
        self._owner: object = None
        self._closed: dict[str, str] = {}
        """What was said to be at rest, and the id of the command that says so."""
        self._posts = 0
        self.rounds_max = 0
        """The most rounds that it took for one tenant's things."""

    def step(self) -> bool:
        owner = self._world.owners.get(self._site)
        if owner is not self._owner or self._running is None:
            self.kill()
            self._owner, self._closed = owner, {}
            self._running = Running(self._close())
        return owner is not None and self._running.step()

    def kill(self) -> None:
        """It ends where it stands."""
        if self._running is not None:
            self._running.kill()

    async def _close(self) -> None:
        service = self._site[0]
        premises, behind = self._world.premises, BehindBulk()
        while True:
            progress = SimulatedProgress(premises)
            waiting = [one for one in self._waiting() if not self._is_said(one)]
            if waiting:
                everywhere = range(premises.broker.partitions)
                topics = self._world.topics(service)
                await close_what_rests(progress, topics, everywhere, waiting, self._post, behind)
                tenants = len({one.tenant for one in waiting})
                took = progress.asked[topics.inbox_topic] // tenants
                self.rounds_max = max(self.rounds_max, took)
            await IDLE

    def _waiting(self) -> list[Resting]:
        service, partition = self._site
        database = self._world.premises.databases[service]
        entries = database.entries(Lookup(RESTING, ALL, limit=_SEEN_MAX))
        total = self._world.premises.broker.partitions
        found: list[Resting] = [entry.value for entry in entries]
        return [thing for thing in found if partition_of(thing.key, total) == partition]

    def _is_said(self, thing: Resting) -> bool:
        """Whether it was; when that was dropped it is said anew."""
        service, partition = self._site
        answers = self._world.premises.databases[service].shelves[partition].answers
        answer = answers.get(self._closed.get(thing.what, ""))
        return thing.what in self._closed and (answer is None or answer.rule != Dropped.RULE)

    async def _post(self, thing: Resting) -> None:
        self._posts += 1
        name = f"rest-{self._site[0]}-{self._site[1]}-{thing.what}-{self._posts}"
        self._closed[thing.what] = name
        question = NewQuestion(
            id=name,
            tenant=thing.tenant,
            key=thing.key,
            command=self._closing(thing),
            body_hash=thing.what,
        )
        self._world.post(self._site[0], question)
