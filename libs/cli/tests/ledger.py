"""Facts of a small ledger by hand: one account, two items, one payment that settles the first."""

from collections import Counter
from datetime import date
from typing import Any

from libs.cli.verifying.books import Books
from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.events.contracts.matching import (
    EntryRange,
    EntrySetAside,
    FeedAdvanced,
    ItemNames,
    ItemOpened,
    ItemSettled,
    PaymentAllocated,
    PaymentEvidence,
    PaymentIdentified,
    PaymentReceived,
    ShareBooked,
    ShareIntent,
    StatementAccepted,
)
from libs.events.contracts.model import Erased, Event
from libs.kernel.money import Money, read_money

DAY = date(2026, 1, 7)
ACCOUNT, CREDITOR, DEBTOR = "account-1", "creditor-1", "debtor-1"
TENANT = "demo"


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


class Log:
    """Facts in order, versions counted by stream, each shown to the checks as it is said."""

    def __init__(self) -> None:
        self.books = Books()
        self._versions: Counter[str] = Counter()

    def say(
        self, stream: str, event: Event | None, *, version: int | None = None, tenant: str = TENANT
    ) -> "Log":
        stream = f"{tenant}/{stream}"
        self._versions[stream] = version or self._versions[stream] + 1
        place = f"relance.matching.events/0@{self.books.facts}"
        self.books.see(Fact("matching", stream, self._versions[stream], place, event))
        return self

    def all_differences(self) -> list[Difference]:
        return [*self.books.differences(), *self.books.in_flight()]

    def checks(self) -> set[str]:
        """Names of the checks that found something."""
        return {one.check for one in self.all_differences()}


def an_item(number: str, amount: str) -> ItemOpened:
    return ItemOpened(
        item=number,
        kind="invoice",
        creditor=CREDITOR,
        debtor=DEBTOR,
        number=number,
        amount=eur(amount),
        issued_on=DAY,
        due_on=DAY,
        names=ItemNames(),
    )


def a_statement(statement: str, opening: str, closing: str, **changed: Any) -> StatementAccepted:
    """A statement of DAY with two new entries, unless said otherwise."""
    fields: dict[str, Any] = {
        "account": ACCOUNT,
        "creditor": CREDITOR,
        "statement": statement,
        "content": "content",
        "bank_id": statement,
        "sequence": None,
        "from_on": DAY,
        "to_on": DAY,
        "opening": eur(opening),
        "closing": eur(closing),
        "entries_count": 2,
        "place": "first",
        "new": (EntryRange(start=0, end=2),),
        "new_count": 2,
        "new_sum": eur(closing) - eur(opening),
        "begins_with": eur(opening),
    }
    return StatementAccepted(**{**fields, **changed})


def a_payment(payment: str, amount: str, position: int, **changed: Any) -> PaymentReceived:
    fields: dict[str, Any] = {
        "payment": payment,
        "kind": "credit",
        "creditor": CREDITOR,
        "account": ACCOUNT,
        "statement": "s1",
        "position": position,
        "amount": eur(amount),
        "booked_on": DAY,
        "evidence": PaymentEvidence(),
        "personal": Erased(),
    }
    return PaymentReceived(**{**fields, **changed})


def set_aside(amount: str, position: int, statement: str = "s1") -> EntrySetAside:
    return EntrySetAside(
        account=ACCOUNT,
        creditor=CREDITOR,
        statement=statement,
        entry=f"entry-{position}",
        position=position,
        kind="supplier",
        amount=eur(amount),
        booked_on=DAY,
        personal=Erased(),
    )


def identified(payment: str, item: str, amount: str, *, free: str = "0.00") -> PaymentIdentified:
    intent = ShareIntent(
        share=f"{payment}-{item}",
        debtor=DEBTOR,
        item=item,
        number=item,
        amount=eur(amount),
        evidence="number",
    )
    return PaymentIdentified(
        payment=payment,
        creditor=CREDITOR,
        shares=(intent,),
        rule="number_with_open_amount",
        candidates_count=1,
        free=eur(free),
    )


def booked(payment: str, item: str, amount: str) -> ShareBooked:
    return ShareBooked(
        share=f"{payment}-{item}",
        payment=payment,
        creditor=CREDITOR,
        debtor=DEBTOR,
        item=item,
        amount=eur(amount),
        evidence="number",
    )


def allocated(
    payment: str, item: str, amount: str, *, on_account: str = "0.00"
) -> PaymentAllocated:
    return PaymentAllocated(
        source=f"{payment}-{item}",
        source_kind="share",
        payment=payment,
        item=item,
        creditor=CREDITOR,
        debtor=DEBTOR,
        amount=eur(amount),
        on_account=eur(on_account),
    )


def settled(payment: str, item: str, amount: str) -> ItemSettled:
    return ItemSettled(
        item=item,
        creditor=CREDITOR,
        debtor=DEBTOR,
        source=f"{payment}-{item}",
        source_kind="share",
        amount=eur(amount),
        payment=payment,
        settled_on=DAY,
    )


def at_rest(statement: str = "s1") -> FeedAdvanced:
    return FeedAdvanced(account=ACCOUNT, creditor=CREDITOR, statement=statement, through_on=DAY)


def opened() -> Log:
    """F-1 and F-2 of 100.00; a statement 10.00 → 80.00: 100.00 in, 30.00 to a supplier."""
    log = Log()
    log.say("item/F-1", an_item("F-1", "100.00"))
    log.say("item/F-2", an_item("F-2", "100.00"))
    log.say("account/a", a_statement("s1", "10.00", "80.00"))
    log.say("payment/p1", a_payment("p1", "100.00", 0))
    log.say("entry/1", set_aside("-30.00", 1))
    return log


def settle(log: Log) -> Log:
    """The payment settles F-1, and the statement comes to rest."""
    log.say("payment/p1", identified("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", booked("p1", "F-1", "100.00"))
    log.say("share/p1-F-1", allocated("p1", "F-1", "100.00"))
    log.say("item/F-1", settled("p1", "F-1", "100.00"))
    return log.say("account/a", at_rest())
