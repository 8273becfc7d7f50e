"""What is said of a gate that closed: that a fact was behind it, that none was, or neither."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.log import Fact
from audit.reasons import Reasons


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` it is needless; empty: it is founded, or nobody can judge it."""

    why: str = ""
    is_judged: bool = True


FOUNDED = Verdict()
UNJUDGED = Verdict(is_judged=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """A gate that was said to have closed: before a demand was proposed, or on one that was."""

    said: Fact
    gate: str
    items: tuple[str, ...]
    """Which it holds; empty: the whole case."""
    case: str
    creditor: str
    debtor: str
    day_on: date
    demand: Fact | None = None
    """Of a recall: what was proposed."""


Judge = Callable[[Reasons, Closed], Verdict]


def closed_before(said: Fact) -> Closed:
    """Of a `demand_gated`."""
    return _closed(said, said.fields["day_on"], None)


def closed_on(said: Fact, demand: Fact) -> Closed:
    """Of a `demand_recalled`."""
    return _closed(said, demand.fields["day_on"], demand)


def _closed(said: Fact, day_on: str, demand: Fact | None) -> Closed:
    f: dict[str, Any] = said.fields
    about = (f["case"], f["creditor"], f["debtor"])
    return Closed(said, f["gate"], tuple(f["items"]), *about, date.fromisoformat(day_on), demand)


def of_each(closed: Closed, without: list[str], why: str) -> Verdict:
    """`without`: the items that it names and that nothing holds."""
    if not closed.items:
        return Verdict("it names no item")
    return Verdict(f"{why}: {', '.join(without)}") if without else FOUNDED


def holds_any(reasons: Reasons, kind: str, held: str, closed: Closed) -> bool:
    return bool(reasons.holding(kind, held, closed.said, closed.day_on))
