"""Scores what was applied against the truth, by case; what was applied wrongly is listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from libs.kernel.money import Money, total
from libs.simulator.payments import Case
from libs.simulator.truth import PaymentKey, TruePayment, Truth

Shares = Sequence[tuple[str, Money]]
"""What of a payment was applied: invoice number and amount; '' for what names no invoice."""


class Outcome(StrEnum):
    """What became of a payment that has no shares."""

    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"
    RETURNED = "returned"
    SET_ASIDE = "set_aside"


class Result(StrEnum):
    EXACT = "exact"
    WRONG = "wrong"
    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"
    MISSING = "missing"
    """Not among what was applied at all: lost, or under another key."""


@dataclass(frozen=True, slots=True)
class Scored:
    payment: TruePayment
    applied: Shares | Outcome | None
    result: Result
    counts: bool
    """Whether it could be known, so that anything but exact is a fault."""


@dataclass(slots=True)
class Row:
    payments: int = 0
    certain: int = 0
    exact: int = 0
    wrong: int = 0
    suggested: int = 0
    unidentified: int = 0
    missing: int = 0
    uncertain_exact: int = 0
    uncertain_wrong: int = 0
    """Applied although it could not be known, to something else than was meant."""

    def add(self, scored: Scored) -> None:
        self.payments += 1
        if scored.counts:
            self.certain += 1
            setattr(self, scored.result, getattr(self, scored.result) + 1)
        elif scored.result is Result.EXACT:
            self.uncertain_exact += 1
        elif scored.result is Result.WRONG:
            self.uncertain_wrong += 1


@dataclass(frozen=True, slots=True)
class Score:
    rows: Mapping[Case, Row]
    scored: tuple[Scored, ...]
    unknown: tuple[PaymentKey, ...]
    """Applied, but no payment of this life: doubled or invented."""

    @property
    def sum(self) -> Row:
        names = [field.name for field in fields(Row)]
        return Row(**{n: sum(getattr(row, n) for row in self.rows.values()) for n in names})

    @property
    def wrong(self) -> tuple[Scored, ...]:
        """Each payment that was applied to something else than was meant, certain or not."""
        return tuple(s for s in self.scored if s.result is Result.WRONG)

    @property
    def exact_percent(self) -> float:
        """Of the payments that could be known, nobody's left out; 100 when none could."""
        known = [s for s in self.scored if s.counts and s.payment.split]
        exact = sum(s.result is Result.EXACT for s in known)
        return 100 * exact / len(known) if known else 100.0


def score(
    truth: Truth,
    applied: Mapping[PaymentKey, Shares | Outcome],
    *,
    day_by_day: bool = False,
) -> Score:
    """`day_by_day`: files were fed in as they arrive, so order-dependent payments count too.

    Keys are given in the order in which each side counts; payments that only `nth` tells apart are
    compared as a set, so that twins may be exchanged. A part of one invoice may be split between
    it and '' (on account) as the ledger found it; the sums must be equal.
    """
    taken: set[PaymentKey] = set()
    scored: list[Scored] = []
    for payments in _alike(truth.payments):
        found = [p.key for p in payments if p.key in applied]
        for payment, key in _paired(payments, found, applied):
            result = _result(payment, applied[key]) if key else Result.MISSING
            counts = payment.certain is True or (day_by_day and bool(payment.certain))
            scored.append(Scored(payment, applied[key] if key else None, result, counts))
            taken |= {key} if key else set()
    rows: dict[Case, Row] = defaultdict(Row)
    for one in scored:
        rows[one.payment.case].add(one)
    return Score(dict(rows), tuple(scored), tuple(key for key in applied if key not in taken))


def _alike(payments: Iterable[TruePayment]) -> Iterable[list[TruePayment]]:
    groups: dict[tuple[object, ...], list[TruePayment]] = defaultdict(list)
    for payment in payments:
        groups[payment.key[:-1]].append(payment)
    return groups.values()


def _paired(
    payments: list[TruePayment],
    keys: list[PaymentKey],
    applied: Mapping[PaymentKey, Shares | Outcome],
) -> Iterator[tuple[TruePayment, PaymentKey | None]]:
    """Exact ones first, then the others as they stand."""
    left = list(keys)
    others = []
    for payment in payments:
        exact = (key for key in left if _result(payment, applied[key]) is Result.EXACT)
        key = next(exact, None)
        if key:
            left.remove(key)
            yield payment, key
        else:
            others.append(payment)
    for payment in others:
        yield payment, left.pop(0) if left else None


def _result(payment: TruePayment, applied: Shares | Outcome) -> Result:
    if not isinstance(applied, Outcome):
        return Result.EXACT if _is_exact(payment, applied) else Result.WRONG
    if not payment.split:
        is_suggested = applied is Outcome.SUGGESTED
        return Result.SUGGESTED if is_suggested else Result.EXACT
    match applied:
        case Outcome.RETURNED:
            return Result.EXACT if payment.returned_on else Result.WRONG
        case Outcome.SUGGESTED:
            return Result.SUGGESTED
        case Outcome.UNIDENTIFIED:
            return Result.UNIDENTIFIED
        case Outcome.SET_ASIDE:
            return Result.WRONG


_ON_ACCOUNT: Final = ""


def _is_exact(payment: TruePayment, shares: Shares) -> bool:
    """The same invoices and amounts; one that has come back may hold nothing any more."""
    if payment.returned_on or not payment.split:
        return False
    currency = payment.key.amount.currency
    given: dict[str, Money] = defaultdict(lambda: Money.zero(currency))
    for number, amount in shares:
        given[number] = given[number] + amount
    meant = {part.invoice: part.amount for part in payment.split}
    if len(meant) == 1 and set(given) == {*meant, _ON_ACCOUNT}:
        return total(given.values(), currency) == total(meant.values(), currency)
    return given == meant


_COLUMNS: Final = tuple(field.name for field in fields(Row))


def as_text(score: Score) -> str:
    """A table by case, its sum, and a line for each payment applied wrongly."""
    names = [*(str(case) for case in sorted(score.rows)), "sum"]
    rows = [*(score.rows[case] for case in sorted(score.rows)), score.sum]
    lines = [f"{'case':24}" + "".join(f"{_head(column):>14}" for column in _COLUMNS)]
    for name, row in zip(names, rows, strict=True):
        lines.append(f"{name:24}" + "".join(f"{getattr(row, c):>14}" for c in _COLUMNS))
    lines += [_line(scored) for scored in score.wrong]
    lines += [f"no payment of this life: {key}" for key in score.unknown]
    return "\n".join(lines)


def _head(column: str) -> str:
    return column.replace("uncertain_", "unsure ").replace("_", " ")


def _line(scored: Scored) -> str:
    key = scored.payment.key
    meant = ", ".join(f"{p.invoice} {p.amount}" for p in scored.payment.split) or "nobody's"
    got = scored.applied
    if got is None or isinstance(got, Outcome):
        found = str(got)
    else:
        found = ", ".join(f"{number or 'on account'} {amount}" for number, amount in got)
    sure = "" if scored.counts else " (could not be known)"
    return (
        f"wrong{sure}: {key.booked_on} {key.amount} {key.reference} on {key.account}: "
        f"meant {meant}; applied {found}"
    )
