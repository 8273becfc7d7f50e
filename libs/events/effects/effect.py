"""What leaves the house, as a service tells the one dispatcher about it.

A service with an outward effect (mail, SMS, letter, placement, debit) gives three things:

1. in its deciders, a look-up entry (`EFFECTS`, `ALL`, an `Effect`) for each thing that has to
   leave, from the event on that says so until the event that says how it ended;
2. pure `EffectRules`: when it may begin, and the commands that the dispatcher asks. They are all
   decided at `Effect.key`, each may come twice, and a late one leads to nothing or is refused;
3. `EffectWork`: what needs the world outside (a view, the object store, a mail server).

    to_prepare --prepare--> (the service's own command: composed, or failed)
    ready      --may_begin--> barrier(tenant) --content--> start, decided: STARTED or not
               barrier not had --hold--> tried again every 2 s
    started    --age checked by the same process--> perform --report-->
    started, its process gone --after age_max_s + effect_limit_s--> judge
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, Protocol

from libs.events.contracts.model import Command

EFFECTS: Final = "effects"
"""Name of the look-up that holds what has to leave; its key is `ALL`."""
ALL: Final = "all"

OUTCOME: Final = "outcome"
STARTED: Final = "started"
"""`Decision.answer[OUTCOME]` of a start that was decided: the asking process may perform it.

The same start again (same attempt, token and began_at as recorded) answers STARTED again without
an event. A start of another attempt, of a token that is not `Message.process`, of what was
recalled, withdrawn or started meanwhile never does: it is refused, or recorded as withdrawn.
"""

Stage = Literal["to_prepare", "ready", "started"]
HoldCause = Literal["barrier", "parked", "silent_service"]
"""The deadline of the barrier was over; the tenant has a parked key in the service; the service
has published no positions."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that has to leave, as its stream gives it as look-up entry (`EFFECTS`, `ALL`).

    Ids and hashes only, nothing personal. Texts are empty where there is nothing to say.
    """

    key: str = ""
    """Routing key of its commands; the key's owner dispatches it."""
    tenant: str = ""
    what: str = ""
    """Its id, e.g. of the message."""
    kind: str = ""
    """`EffectKind.name`, e.g. `email`."""
    stage: Stage = "to_prepare"
    attempt: int = 1
    """The attempt that begins next; when started, the one that began."""
    token: str = ""
    """When started: of the process that holds the attempt."""
    began_at: str = ""
    """When started: when its barrier began; UTC, RFC 3339."""
    not_before: str = ""
    """When the next attempt may begin at the earliest; UTC, RFC 3339; empty: at once."""
    repeated: bool = False
    """An earlier attempt is uncertain."""
    held: str = ""
    """Cause that it is recorded as held for, so that it is said once per change of cause."""
    held_by: str = ""
    """Service that held it."""
    content: str = ""
    """Object store hash of what was composed, sealed under the subject's data key."""
    subject: str = ""
    """Whose data key seals it, e.g. `debtor/<id>`."""
    day_on: date | None = None
    """The day that it is valid for; None: any."""
    zone: str = ""
    """IANA zone of `day_on` and of the send window."""
    from_hour: int = 0
    """Send window in `zone`: from this hour on, inclusive …"""
    until_hour: int = 24
    """… to this hour, exclusive. 0 and 24: no window."""
    trace: str = ""
    """The trace that its stream began under, then of its attempt; the dispatcher's to fill in."""


@dataclass(frozen=True, slots=True)
class EffectKind:
    """A class of outward effects, and what it is bounded by."""

    name: str
    service: str
    """Whose decider starts it."""
    barrier: tuple[str, ...]
    """Services whose inbox can lead to a recall, upstream first; empty: it needs no barrier.

    Derived from the topology: `libs.events.progress.upstream.recalling`.
    """
    age_max_s: float = 30.0
    """From the beginning of its barrier to the end of its effect; counts suspension."""
    effect_limit_s: float = 20.0
    """The longest that one effect may take; cut short by what is left of the age."""
    deadline_s: float = 10.0
    """Of its barrier."""
    again_s: float = 2.0
    """How soon a held attempt is tried again."""
    uncertain: Literal["repeats", "asks_person"] = "repeats"
    """What an uncertain start leads to: one new attempt, or a task. Decided by `judge`."""
    at_once_max: int = 8
    """Effects under way at a time in one process."""
    protocol: str = ""
    """By which it leaves, such as `smtp`; for traces."""
    batch_max: int = 200
    """How many share a barrier: no more than can leave within the age."""

    @property
    def judged_after_s(self) -> float:
        """How long after it was first seen a start without its process is judged."""
        return self.age_max_s + self.effect_limit_s


def _endless() -> float:
    return float("inf")


@dataclass(frozen=True, slots=True)
class Content:
    """The exact bytes that leave, put in the object store before the start is asked for."""

    object_hash: str
    parcel: Any = None
    """What `perform` of the same work needs of them; never leaves the process."""


@dataclass(frozen=True, slots=True)
class Start:
    """One attempt: what its start is asked with, and its effect and report after it."""

    attempt: int
    token: str
    """Of the process that asks, and that alone may perform it."""
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    """Rounds by listed service, and passed positions by heard topic of the own partition."""
    content: Content
    left_s: Callable[[], float] = field(default=_endless, compare=False)
    """What is left of the age now, suspension counted: ask right before what cannot be undone."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The next hand took it over."""

    reply: str
    sent_at: str
    """UTC, RFC 3339."""


@dataclass(frozen=True, slots=True)
class FailedForNow:
    """Refused for now, or not reached: surely not sent. A new attempt with a new barrier."""

    reason: str
    not_before: str
    """UTC, RFC 3339."""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Refused for good: no attempt follows."""

    reason: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Aged:
    """Never begun: the attempt was too old. No failure, only a new attempt, at once."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have left: the connection broke after the last byte, or the work crashed."""

    reason: str


Result = Sent | FailedForNow | Failed | Aged | Unsure


class EffectRules(Protocol):
    """Pure: what the dispatcher may do, and says, for one kind of effect."""

    def may_begin(self, effect: Effect, now: datetime) -> bool:
        """Whether `effect` may leave at `now` (UTC): its window and `not_before`. No barrier yet.

        Does not judge whether its day is over: that is decided on the day as it was adopted.
        """

    def start(self, effect: Effect, start: Start) -> Command:
        """Asked after the barrier; answers STARTED, or it is withdrawn or refused."""

    def report(self, effect: Effect, start: Start, result: Result) -> Command:
        """How the attempt ended. Asked with one command id until it is answered."""

    def hold(self, effect: Effect, cause: HoldCause, service: str) -> Command:
        """The barrier could not be had. Asked when cause or service differ from `effect.held`."""

    def judge(self, effect: Effect) -> Command:
        """The process of the start (`effect.attempt`, `effect.token`) is gone without report."""


class EffectWork(Protocol):
    """What the dispatcher has done in the world outside, for one kind of effect."""

    async def prepare(self, effect: Effect) -> Command | None:
        """The command that makes it ready, or fails it; None: not everything is known yet.

        Expected failures (template, address) are commands, never exceptions.
        """

    async def content(self, effect: Effect) -> Content:
        """After the barrier, before the start: the exact bytes, in the object store."""

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        """Let it leave, within `limit_s`; it is cut off after that, and is then unsure.

        Whatever it raises counts as unsure as well, so what surely did not leave is a result.
        """


@dataclass(frozen=True, slots=True)
class Outward:
    """One kind of effect, registered with the dispatcher."""

    kind: EffectKind
    rules: EffectRules
    work: EffectWork
