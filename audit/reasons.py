"""What may hold a demand back, as the facts of all services have it, each with who said it when."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from audit.chase import Fields
from audit.heard import Heard, History
from audit.log import Fact

About = tuple[str, str]
"""Kind of hold (`dispute`, `pause`, `feed` …), and the item, debtor or creditor that it is on."""
Place = tuple[str, int]
"""A creditor or policy, and the partition that has its copy."""


def copy_of(creditor: str, partition: int) -> str:
    """What is on a creditor holds where a partition's copy says so."""
    return f"{creditor}@{partition}"


@dataclass(slots=True)
class Reason:
    """Something that holds from a fact on, until another says that it is over."""

    name: str
    begun: Fact
    over: Fact | None = None
    through_on: date | None = None
    """The last day that it holds by itself."""
    amount: int | None = None
    """What of an item it holds, minor units; None: all."""


@dataclass(frozen=True, slots=True)
class Left:
    """A demand that left the house."""

    demand: str
    day_on: date
    sent: Fact


@dataclass(slots=True)
class Reasons:
    """One tenant's."""

    heard: Heard
    holds: dict[About, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    open: dict[str, History[int]] = field(default_factory=lambda: defaultdict(History))
    """By item, minor units."""
    currency: dict[str, str] = field(default_factory=dict)
    """By item."""
    due: dict[str, History[str]] = field(default_factory=lambda: defaultdict(History))
    """By item."""
    credits: dict[str, list[tuple[Fact, int]]] = field(default_factory=lambda: defaultdict(list))
    """By item: what credit notes took off it."""
    sources: dict[str, str] = field(default_factory=dict)
    """Share or credit note to its debtor."""
    account: dict[tuple[str, str], History[int]] = field(
        default_factory=lambda: defaultdict(History)
    )
    """What lies on account, by debtor and currency."""
    moved: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By item: that it left with its debtor, which was merged."""
    reopened: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By item, as matching says it."""
    adopted: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By item: when dunning took it up."""
    cover: dict[Place, History[date | None]] = field(default_factory=lambda: defaultdict(History))
    creditors: dict[Place, History[Fields]] = field(default_factory=lambda: defaultdict(History))
    country: dict[str, History[str]] = field(default_factory=lambda: defaultdict(History))
    """By debtor."""
    changed: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By debtor: its master data."""
    policies: dict[Place, History[Fields]] = field(default_factory=lambda: defaultdict(History))
    ladders: dict[tuple[str, int], tuple[Fields, ...]] = field(default_factory=dict)
    """By policy and version."""
    cases: dict[str, History[tuple[str, int]]] = field(default_factory=lambda: defaultdict(History))
    """Case to the policy and version that it was opened under."""
    followed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Case to its items."""
    steps: dict[str, History[dict[str, date]]] = field(default_factory=lambda: defaultdict(History))
    """By item: the steps that it has had."""
    demands: dict[str, Fact] = field(default_factory=dict)
    recalls: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By demand."""
    left: dict[str, list[Left]] = field(default_factory=lambda: defaultdict(list))
    """By case."""
    bounced: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By demand, for good."""
    unreached: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    """By debtor: mails that bounced for good, or had no address to go to."""
    days: list[tuple[Fact, date]] = field(default_factory=list)
    """Days that began."""
    parked: dict[tuple[str, str], list[Reason]] = field(default_factory=lambda: defaultdict(list))
    """By service and key."""
    silent: frozenset[str] | None = None
    """Debtors whom no mail reaches; None: nobody knows."""

    named: dict[About, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Kind and name of a hold to all that it is on."""

    def begin(self, about: About, reason: Reason) -> None:
        kind, held = about
        self.holds[about].append(reason)
        self.named[kind, reason.name].append(held)

    def end(self, about: About, name: str, fact: Fact) -> None:
        """What was begun under this name is over."""
        for reason in self.holds[about]:
            if reason.name == name and reason.over is None:
                reason.over = fact

    def holding(self, kind: str, held: str, by: Fact, day_on: date) -> list[Reason]:
        """What may have held it on a day, for who said `by`."""
        return [
            reason
            for reason in self.holds.get((kind, held), ())
            if self.heard.perhaps(reason.begun, by)
            and not (reason.over is not None and self.heard.surely(reason.over, by))
            and (reason.through_on is None or day_on <= reason.through_on)
        ]

    def open_of(self, item: str, by: Fact) -> list[int]:
        """What may have been open of it; nothing before it was."""
        return [*self.open[item].possible(self.heard, by, 0)] if item in self.open else [0]

    def policies_of(self, case: str, by: Fact) -> list[Fields]:
        """What the newest version of its policy may have said; empty: nothing is known of it."""
        found: list[Fields] = []
        for policy, _ in self.cases[case].possible(self.heard, by, ("", 0)):
            history = self.policies.get((policy, by.partition), History())
            found += [facts for facts in history.possible(self.heard, by, {}) if facts]
        return found
