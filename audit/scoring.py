"""Each bank entry of a life held against what the ledger made of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.ledger import Aside, Ledger, Payment
from audit.parties import Parties
from audit.truth import TrueEntry, Truth

ON_ACCOUNT = ""

Booked = Payment | Aside
Given = Mapping[str, int]
"""What of a payment went where: invoice number, or on account, to amount."""


class Result(StrEnum):
    """What became of an entry, held against what was meant."""

    EXACT = "exact"
    WRONG = "wrong"
    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Judged:
    """One entry of the truth, and what it was found to be."""

    entry: TrueEntry
    found: Booked | None
    given: Given
    result: Result
    could_be_known: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """All entries, and what was booked that is no entry at all."""

    judged: tuple[Judged, ...]
    unknown: tuple[Booked, ...]


def judge(truth: Truth, ledger: Ledger, parties: Parties, *, day_by_day: bool) -> Judgement:
    """Compare entry by entry. `day_by_day`: what only that order lets know counts too.

    Entries that nothing tells apart are compared as a set: twins may be exchanged. What was set
    aside has no reference on the log and is found by account, day and amount.
    """
    given = _given(ledger)
    at_banks = [one for one in ledger.payments.values() if one.account]
    left: list[Booked] = [*at_banks, *ledger.set_aside]
    open_entries: list[TrueEntry] = list(truth.entries)
    judged: list[Judged] = []

    def take(key_of: Callable[[TrueEntry | Booked], Hashable]) -> None:
        nonlocal left, open_entries
        pairs, open_entries, left = _paired(open_entries, left, key_of, given)
        for entry, found in pairs:
            judged.append(_judged(entry, found, given, day_by_day))

    take(lambda one: _place(one, parties, with_reference=True))
    take(lambda one: _place(one, parties, with_reference=False))
    judged += [_judged(entry, None, given, day_by_day) for entry in open_entries]
    return Judgement(tuple(judged), tuple(left))


def _given(ledger: Ledger) -> dict[str, Counter[str]]:
    """By payment: what lies where, by number; a rest under the number that its share names."""
    owner = {share: p for p in ledger.payments.values() for share in p.shares}
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for payment in ledger.payments.values():
        for share, intent in payment.shares.items():
            booked = ledger.sources.get(share)
            given[payment.id][intent.get("number") or ON_ACCOUNT] += (
                booked.on_account if booked else 0
            )
    for (source, item), amount in ledger.settled.items():
        if source in owner:
            given[owner[source].id][ledger.items[item].number] += amount
    return {payment: +numbers for payment, numbers in given.items()}


def _place(one: TrueEntry | Booked, parties: Parties, *, with_reference: bool) -> Hashable:
    if isinstance(one, TrueEntry):
        iban, amount, reference = one.iban, one.amount, one.reference
    elif isinstance(one, Payment):
        iban = parties.iban(one.account)
        amount = one.received if one.kind == "credit" else -one.received
        reference = one.bank_reference or one.end_to_end_id
    else:
        iban, amount, reference = parties.iban(one.account), one.amount, ""
    place = (iban, one.booked_on, amount, one.currency)
    return (*place, reference) if with_reference else place


def _paired(
    entries: Sequence[TrueEntry],
    booked: Sequence[Booked],
    key_of: Callable[[TrueEntry | Booked], Hashable],
    given: Mapping[str, Given],
) -> tuple[list[tuple[TrueEntry, Booked]], list[TrueEntry], list[Booked]]:
    """Pairs of the same key, exact ones first; then what is left over on both sides."""
    at: dict[Hashable, list[Booked]] = defaultdict(list)
    for one in booked:
        at[key_of(one)].append(one)
    pairs: list[tuple[TrueEntry, Booked]] = []
    for is_exact_wanted in (True, False):
        open_entries = []
        for entry in entries:
            found = _take(at[key_of(entry)], entry, given, is_exact_wanted=is_exact_wanted)
            if found is None:
                open_entries.append(entry)
            else:
                pairs.append((entry, found))
        entries = open_entries
    return pairs, list(entries), [one for ones in at.values() for one in ones]


def _take(
    among: list[Booked], entry: TrueEntry, given: Mapping[str, Given], *, is_exact_wanted: bool
) -> Booked | None:
    for place, one in enumerate(among):
        if not is_exact_wanted or _result(entry, one, given) is Result.EXACT:
            return among.pop(place)
    return None


def _judged(
    entry: TrueEntry, found: Booked | None, given: Mapping[str, Given], day_by_day: bool
) -> Judged:
    known = entry.is_known(day_by_day=day_by_day)
    result = _result(entry, found, given) if found else Result.MISSING
    mine = given.get(found.id, {}) if isinstance(found, Payment) else {}
    return Judged(entry, found, mine, result, known)


def _result(entry: TrueEntry, found: Booked, given: Mapping[str, Given]) -> Result:
    if isinstance(found, Aside):
        return Result.WRONG if entry.meant else Result.EXACT
    mine = given.get(found.id, {})
    if mine:
        return Result.EXACT if _is_exact(entry, mine) else Result.WRONG
    if found.outcome == "suggested":
        return Result.SUGGESTED
    if not entry.meant:
        return Result.EXACT
    if found.returned:
        return Result.EXACT if entry.returned else Result.WRONG
    return Result.UNIDENTIFIED


def _is_exact(entry: TrueEntry, given: Given) -> bool:
    """The same invoices and amounts; one that came back may hold nothing any more.

    A part of a single invoice may lie between it and the account, as the ledger found it.
    """
    if entry.returned or not entry.meant:
        return False
    if len(entry.meant) == 1 and set(given) == {*entry.meant, ON_ACCOUNT}:
        return sum(given.values()) == sum(entry.meant.values())
    return dict(given) == dict(entry.meant)


def count(judged: Iterable[Judged], result: Result) -> int:
    """How many of them came to this."""
    return sum(one.result is result for one in judged)
