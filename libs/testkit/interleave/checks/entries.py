"""Each booked entry of the bank is in the log exactly once, as a payment or set aside."""

from collections.abc import Hashable, Mapping, Sequence

from libs.events.contracts import matching as say
from libs.events.contracts.model import Erased
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.truth.bank import BankEntry


def found_entries(entries: Sequence[BankEntry], books: Books) -> Mapping[int, str]:
    """Place of each entry to its id in the log. Raises Wrong when one is missing or doubled.

    Twins are alike in everything, so which of them is which does not matter.
    """
    logged: dict[Hashable, list[str]] = {}
    for name, payment in books.payments.items():
        if isinstance(payment.event, say.CollectionReceived):
            continue
        logged.setdefault(_of_payment(payment.event), []).append(name)
    for name, aside in books.aside.items():
        logged.setdefault(_of_aside(aside), []).append(name)
    found = {}
    for entry in entries:
        alike = logged.get(_of_truth(entry))
        if not alike:
            raise Wrong("entries", f"{entry} is not in the log", _alike(entry, books))
        found[entry.place] = alike.pop(0)
    left = [name for names in logged.values() for name in names]
    if left:
        raise Wrong("entries", f"{left} are in the log, and the bank knows nothing of them", left)
    return found


def _of_truth(entry: BankEntry) -> Hashable:
    content = entry.content
    kind = {"payment": "credit", "return": "return", "debit": "aside"}[entry.kind]
    structured = content.structured if kind != "aside" else ()
    said = (content.counterparty_name, content.counterparty_iban, content.remittance, structured)
    amount = abs(entry.amount) if kind == "return" else entry.amount
    return (entry.account.identity, entry.booked_on, kind, amount, *said)


def _of_payment(event: say.PaymentReceived) -> Hashable:
    personal = event.personal
    assert not isinstance(personal, Erased)
    said = (personal.payer_name, personal.payer_iban, personal.remittance, personal.structured)
    return (event.account, event.booked_on, event.kind, event.amount.amount, *said)


def _of_aside(event: say.EntrySetAside) -> Hashable:
    personal = event.personal
    assert not isinstance(personal, Erased)
    said = (personal.counterparty, personal.counterparty_iban, personal.remittance, ())
    return (event.account, event.booked_on, "aside", event.amount.amount, *said)


def _alike(entry: BankEntry, books: Books) -> list[str]:
    return [entry.account.identity] + [
        name for name, payment in books.payments.items() if payment.booked_on == entry.booked_on
    ]
