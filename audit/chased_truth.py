"""The chase held against the truth of a life: who was asked although paid, and promises."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from audit.chase import Chase
from audit.scoring import Judgement, Result
from audit.truth import TrueDocument, TrueEntry, Truth
from audit.wrongful import Wrong

LONG = timedelta(days=21)
LEFT = (Result.SUGGESTED, Result.UNIDENTIFIED)


def known_entries(judgement: Judgement) -> list[TrueEntry]:
    """What could be known, and was not left to a person: one that nobody answers becomes a task
    after some days, and then holds no demand any more; the figures of the ledger show it."""
    return [one.entry for one in judgement.judged if one.could_be_known and one.result not in LEFT]


@dataclass(frozen=True, slots=True)
class TrueFigures:
    """How a life's debtors fared, by what is true of them."""

    paid_in_time: int
    """Invoices whose money was known to be there by their due day."""
    paid_in_time_asked: int
    """Of these, how many were asked for after that day."""
    never_paid: int
    """Invoices, overdue for three weeks, that nobody ever paid, credited or spoke of, of debtors
    whom a mail reaches."""
    never_paid_asked: int


def figures(truth: Truth, chase: Chase, known: Collection[TrueEntry]) -> TrueFigures:
    """Counted over invoices. `known`: the bank entries that nobody had to be asked about."""
    asked, debts = _asked(chase), _Debts(truth, known)
    in_time = [
        (number, invoice.due_on)
        for number, invoice in truth.invoices.items()
        if debts.on(number, invoice.due_on) <= 0
    ]
    late = [number for number, due_on in in_time if any(on > due_on for on in asked[number])]
    spoken_of = {answer.invoice for answer in truth.answers}
    paid = {number for entry in truth.entries for number in entry.meant}
    credited = {note.invoice for note in truth.credit_notes.values()}
    never = [
        number
        for number in truth.invoices.keys() - paid - credited - spoken_of
        if _is_long_overdue(truth, number, chase.last_on)
    ]
    never_asked = [number for number in never if asked[number]]
    return TrueFigures(len(in_time), len(late), len(never), len(never_asked))


def against_truth(truth: Truth, chase: Chase, known: Collection[TrueEntry]) -> list[Wrong]:
    """Demands for more than was owed by files that were in before their day, and promises."""
    debts = _Debts(truth, known)
    return [*_overasked(debts, chase), *_promises(truth, chase)]


def _is_long_overdue(truth: Truth, number: str, last_on: date | None) -> bool:
    invoice = truth.invoices[number]
    overdue_on = str(last_on - LONG) if last_on else ""
    return invoice.customer not in truth.silent and invoice.due_on <= overdue_on


class _Debts:
    """What is owed, by what is certain."""

    def __init__(self, truth: Truth, known: Collection[TrueEntry]) -> None:
        self._invoices = truth.invoices
        self._notes: dict[str, list[TrueDocument]] = defaultdict(list)
        self._entries: dict[str, list[TrueEntry]] = defaultdict(list)
        for note in truth.credit_notes.values():
            self._notes[note.invoice].append(note)
        for entry in known:
            for number in entry.meant:
                self._entries[number].append(entry)

    def on(self, number: str, day_on: str) -> int:
        """On the morning of a day, by what was fed in before."""
        if number not in self._invoices:
            return 0
        credited = sum(n.amount for n in self._notes[number] if n.arrives_on < day_on)
        paid = sum(
            entry.meant[number]
            for entry in self._entries[number]
            if entry.arrives_on < day_on and not "" < entry.returned_on < day_on
        )
        return max(self._invoices[number].amount - credited - paid, 0)


def _overasked(debts: _Debts, chase: Chase) -> Iterator[Wrong]:
    for message in chase.messages.values():
        demand = chase.demands.get(message.demand)
        if demand is None or not message.starts:
            continue
        for line in demand.lines:
            owed = debts.on(line.number, str(demand.day_on))
            if line.asked > owed:
                why = "asked for more than the truth knows to be owed"
                yield Wrong(why, message.id, line.number, owed, line.asked)


def _asked(chase: Chase) -> Mapping[str, list[str]]:
    """By invoice number: the days on which it was asked for by a mail that left."""
    asked: dict[str, list[str]] = defaultdict(list)
    for message in chase.messages.values():
        demand = chase.demands.get(message.demand)
        if demand and (message.sent or message.uncertain):
            for line in demand.lines:
                asked[line.number].append(str(demand.day_on))
    return asked


def _promises(truth: Truth, chase: Chase) -> Iterator[Wrong]:
    """Judged as the truth says, where they were judged."""
    by_number = {followed.number: item for item, followed in chase.followed.items()}
    for answer in truth.answers:
        if answer.kind != "promise":
            continue
        for promise in chase.promises.values():
            is_meant = by_number.get(answer.invoice) in promise.items
            if is_meant and promise.verdicts and promise.verdicts[-1] != answer.leads_to:
                why = f"promise judged {promise.verdicts[-1]}, in truth {answer.leads_to}"
                yield Wrong(why, promise.id, answer.invoice)
