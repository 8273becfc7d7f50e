"""What was demanded, what left the house and what held it, as an auditor keeps it."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Fields = dict[str, Any]
"""Of an event, as JSON gives them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a demand; amounts in minor units."""

    item: str
    number: str
    asked: int
    step: str


@dataclass(slots=True)
class Demand:
    """What dunning decided to ask for on a day, and how it ended."""

    id: str
    case: str
    creditor: str
    debtor: str
    currency: str
    day_on: date
    step: str
    lines: tuple[Line, ...]
    total: int
    credit: int
    net: int
    recalled_by: list[str] = field(default_factory=list)
    """Gates."""
    outcomes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Start:
    """An attempt whose barrier was had."""

    attempt: int
    token: str
    began_at: datetime


@dataclass(slots=True)
class Message:
    """What notifications did with a demand."""

    id: str
    demand: str
    message_id: str = ""
    """As it stands in the mail."""
    lines: tuple[Line, ...] = ()
    starts: dict[int, Start] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    """Attempts that the next server took over."""
    repeated: int = 0
    uncertain: set[int] = field(default_factory=set)
    withdrawn: list[str] = field(default_factory=list)
    """Gate of each, or `day_over`."""
    failed: list[str] = field(default_factory=list)
    bounced: bool = False
    held: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Hold:
    """Something that a person, a file or a doubt set against asking, from a moment on."""

    gate: str
    from_at: datetime
    """When the log knew."""
    until_at: datetime | None = None
    """When the log knew that it is over."""
    through_on: date | None = None
    """The last day that it holds by itself."""
    amount: int | None = None
    """What of the item it holds; None: all."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed of an open item, when the log knew: positive opens, negative settles."""

    at: datetime
    amount: int


@dataclass(slots=True)
class Promise:
    """What was promised, and how it was judged."""

    id: str
    creditor: str
    items: tuple[str, ...]
    amount: int
    pay_by_on: date
    judged_from_on: date
    verdicts: list[str] = field(default_factory=list)
    """`kept`, `broken`, `ended`, in their order."""


@dataclass(slots=True)
class Taken:
    """A step that an item had, or had not after all."""

    step: str
    on: date
    way: str
    by: str
    undone: bool = False


@dataclass(slots=True)
class Followed:
    """An open item as dunning knows it."""

    case: str
    debtor: str
    number: str
    due_on: date


@dataclass(slots=True)
class Chase:
    """One tenant's."""

    demands: dict[str, Demand] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    holds: dict[str, list[Hold]] = field(default_factory=lambda: defaultdict(list))
    """By item, or by debtor: then all of it."""
    movements: dict[str, list[Movement]] = field(default_factory=dict)
    """By item; the first is its opening."""
    promises: dict[str, Promise] = field(default_factory=dict)
    taken: dict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    """By item."""
    gated: Counter[str] = field(default_factory=Counter)
    """How often each gate was said to hold."""
    calls: Counter[str] = field(default_factory=Counter)
    """`scheduled`, `logged`, `missed`, `dropped`."""
    placements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Items by placement."""
    tasks: Counter[str] = field(default_factory=Counter)
    """By kind."""
    promise_tasks: set[str] = field(default_factory=set)
    """Promises that a person has to judge."""
    planned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Items of each plan that was agreed."""
    followed: dict[str, Followed] = field(default_factory=dict)
    """By item."""
    cases: dict[str, str] = field(default_factory=dict)
    """Case to the policy whose ladder it is on."""
    gates_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Case to the gates that ever held it."""
    steps: dict[str, tuple[Fields, ...]] = field(default_factory=dict)
    """Of each policy's newest version."""
    last_on: date | None = None
    """The last day that began."""
    nonsense: list[tuple[str, str]] = field(default_factory=list)
    """Stream and reason of each event that cannot follow those before it."""

    def open_at(self, item: str, is_known: Callable[[datetime], bool]) -> int:
        """What was open of an item by what the log knew then."""
        return sum(m.amount for m in self.movements.get(item, ()) if is_known(m.at))


Handler = Callable[[Chase, Fields, datetime], None]
"""Told the fields of an event, and since when the log knew what led to it."""
