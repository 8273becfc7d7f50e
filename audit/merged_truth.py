"""The truth of a life some of whose debtors became one: whose is what now, and who still knows."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from audit.parties import Parties
from audit.truth import TrueAnswer, TrueDocument, TrueEntry, Truth

WHOEVER_OWES = frozenset({"reference", "number_exact_amount"})
"""What tells an item whoever owes it; all else a payment says is held against one debtor's items,
its name or its account, and a merge changes those."""


def as_merged(truth: Truth, parties: Parties) -> Truth:
    """All that a merged customer had is the other's; without a merge it is the truth as it was.

    What was certain because of whose items they were need not be any more, and a promise that such
    a payment keeps may be judged broken.
    """
    became = _became(parties)
    if not became:
        return truth
    touched = {*became, *became.values()}
    theirs = {number for number, one in truth.invoices.items() if one.customer in touched}
    entries = tuple(_still_known(entry, theirs) for entry in truth.entries)
    unsure = {
        number
        for entry, before in zip(entries, truth.entries, strict=True)
        if entry.certain != before.certain
        for number in entry.meant
    }
    return replace(
        truth,
        entries=entries,
        invoices=_now(truth.invoices, became),
        credit_notes=_now(truth.credit_notes, became),
        answers=tuple(one for one in truth.answers if not _hangs_on(one, unsure)),
    )


def _became(parties: Parties) -> Mapping[str, str]:
    """By customer number."""
    return {
        parties.customer(debtor): parties.customer(parties.home(debtor))
        for debtor in parties.merged
    }


def _now(
    documents: Mapping[str, TrueDocument], became: Mapping[str, str]
) -> Mapping[str, TrueDocument]:
    return {
        number: replace(one, customer=became.get(one.customer, one.customer))
        for number, one in documents.items()
    }


def _still_known(entry: TrueEntry, theirs: Collection[str]) -> TrueEntry:
    if entry.certain_by in WHOEVER_OWES or not any(number in theirs for number in entry.meant):
        return entry
    return replace(entry, certain=False)


def _hangs_on(answer: TrueAnswer, unsure: Collection[str]) -> bool:
    return answer.kind == "promise" and answer.invoice in unsure
