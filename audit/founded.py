"""Whether a fact was behind each gate, recall, withdrawal and hold: what is held for nothing.

The other side of a wrongful demand. Order that cannot be told is told in favour of the service.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from audit.causes import perhaps_before
from audit.gathering import reasons_of
from audit.held_cases import HELD_CASES
from audit.held_items import HELD_ITEMS
from audit.log import Fact
from audit.reasons import Reason, Reasons
from audit.verdicts import FOUNDED, UNJUDGED, Closed, Judge, Verdict, closed_before, closed_on

SHARE_MAX = 0.02
"""Of the demands, how many may be held for nothing."""
TOLD_WITHIN = timedelta(seconds=30)
"""From the end of what held a barrier until it may still be said: as long as a barrier is valid."""
GATES: Mapping[str, Judge] = {**HELD_ITEMS, **HELD_CASES}


@dataclass(frozen=True, slots=True)
class Needless:
    """Something that was held, and no fact in the log says why it should be."""

    what: str
    """`gated`, `recalled`, `withdrawn` or `held`."""
    gate: str
    """Or the cause that was named."""
    case: str
    demand: str
    """Empty: it was not even proposed."""
    day_on: str
    why: str


@dataclass(frozen=True, slots=True)
class Founded:
    """What was judged, and what of it is needless."""

    demands: int
    """Proposed."""
    judged: dict[str, int]
    """By what was done: `gated`, `recalled`, `withdrawn`, `held`."""
    unjudged: dict[str, int]
    """By gate: the topics do not tell."""
    held_unexplained: int
    """Messages that waited for their barrier while nothing was parked: a service may have been
    slow, which the topics do not show."""
    needless: tuple[Needless, ...]

    @property
    def needless_share(self) -> float:
        """Of the demands: each day of a case on which it was held for nothing, once."""
        days = {(one.case, one.day_on) for one in self.needless}
        return len(days) / self.demands if self.demands else float(bool(days))

    @property
    def agrees(self) -> bool:
        return self.needless_share <= SHARE_MAX

    def document(self) -> dict[str, Any]:
        return {**asdict(self), "needless_share": self.needless_share, "agrees": self.agrees}


def founded(facts: Iterable[Fact], tenant: str, silent: frozenset[str] | None = None) -> Founded:
    """Judge one tenant's. `silent`: debtors whom no mail reaches, where that is known."""
    every = sorted(facts, key=lambda one: one.recorded_at)
    reasons, tally = reasons_of(every, tenant, silent), _Tally()
    for said in every:
        judge = _JUDGES.get((said.service, said.name))
        if judge is not None and said.tenant == tenant:
            judge(reasons, said, tally)
    return Founded(
        demands=len(reasons.demands),
        judged=dict(tally.judged),
        unjudged=dict(tally.unjudged.most_common()),
        held_unexplained=tally.held_unexplained,
        needless=tuple(tally.needless),
    )


class _Tally:
    """What was judged so far."""

    def __init__(self) -> None:
        self.judged: Counter[str] = Counter()
        self.unjudged: Counter[str] = Counter()
        self.held_unexplained = 0
        self.needless: list[Needless] = []

    def add(self, what: str, gate: str, said: Fact, verdict: Verdict, day_on: str) -> None:
        if not verdict.is_judged:
            self.unjudged[gate] += 1
            return
        self.judged[what] += 1
        if verdict.why:
            demand = said.fields.get("demand", "")
            about = (what, gate, said.fields["case"], demand, day_on)
            self.needless.append(Needless(*about, verdict.why))


def _gated(reasons: Reasons, said: Fact, tally: _Tally) -> None:
    closed = closed_before(said)
    tally.add("gated", closed.gate, said, _judged(reasons, closed), said.fields["day_on"])


def _recalled(reasons: Reasons, said: Fact, tally: _Tally) -> None:
    demand = reasons.demands.get(said.fields["demand"])
    if demand is None:
        tally.unjudged[said.fields["gate"]] += 1
        return
    closed = closed_on(said, demand)
    tally.add("recalled", closed.gate, said, _judged(reasons, closed), demand.fields["day_on"])


def _judged(reasons: Reasons, closed: Closed) -> Verdict:
    judge = GATES.get(closed.gate)
    return judge(reasons, closed) if judge else UNJUDGED


def _withdrawn(reasons: Reasons, said: Fact, tally: _Tally) -> None:
    """Wished back by dunning, or its day was over."""
    demand, reason = reasons.demands.get(said.fields["demand"]), said.fields["reason"]
    if demand is None:
        tally.unjudged[reason] += 1
        return
    day_on = demand.fields["day_on"]
    if reason == "recalled":
        recalls = reasons.recalls.get(said.fields["demand"], ())
        is_so, why = any(_is_there(one, said) for one in recalls), "nobody had recalled it"
    else:
        later = (fact for fact, on in reasons.days if on > date.fromisoformat(day_on))
        is_so, why = any(_is_there(one, said) for one in later), "its day was not over"
    tally.add("withdrawn", reason, said, FOUNDED if is_so else Verdict(why), day_on)


def _held(reasons: Reasons, said: Fact, tally: _Tally) -> None:
    """By a parked key: those are on the log. By whatever else is slow or silent: that is not."""
    cause, service = said.fields["cause"], said.fields.get("service", "")
    spans = _parked(reasons, said, service if cause == "parked" else "")
    is_parked = any(_may_be_told(span, said) for span in spans)
    demand = reasons.demands.get(said.fields["demand"])
    if cause != "parked" and not is_parked:
        tally.held_unexplained += 1
    elif demand is None:
        tally.unjudged[cause] += 1
    else:
        verdict = FOUNDED if is_parked else Verdict(f"{service} had no key parked")
        tally.add("held", cause, said, verdict, demand.fields["day_on"])


def _parked(reasons: Reasons, said: Fact, service: str) -> Iterator[Reason]:
    """What was parked in a service, or with none named in any, that holds this tenant."""
    for (parked_in, _), spans in reasons.parked.items():
        if service in ("", parked_in):
            yield from (one for one in spans if one.begun.fields["tenant"] in (None, said.tenant))


def _may_be_told(span: Reason, said: Fact) -> bool:
    if span.over is not None and span.over.recorded_at + TOLD_WITHIN < said.recorded_at:
        return False
    return _is_there(span.begun, said)


def _is_there(fact: Fact, said: Fact) -> bool:
    return perhaps_before(fact.recorded_at, said.recorded_at)


_JUDGES: Mapping[tuple[str, str], Callable[[Reasons, Fact, _Tally], None]] = {
    ("dunning", "demand_gated"): _gated,
    ("dunning", "demand_recalled"): _recalled,
    ("notifications", "message_withdrawn"): _withdrawn,
    ("notifications", "message_held"): _held,
}
