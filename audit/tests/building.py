"""A small log by hand: one creditor, two debtors, one account, and the truth of it."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from audit.log import Fact
from audit.truth import TrueDocument, TrueEntry, Truth

TENANT = "demo"
IBAN = "FR7630003572867231117472649"
ACCOUNT, CREDITOR, STATEMENT = "account-1", "creditor-1", "statement-1"
RECORDED = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


class Log:
    """Facts in their order, versions counted by stream as a service would."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.now = RECORDED
        """When the broker has what is said next."""
        self.read: dict[str, int] | None = None
        """How far dunning says that it has read, by topic; offsets are those of all facts."""
        self._versions: Counter[str] = Counter()

    def say(
        self,
        name: str,
        stream: str,
        *,
        service: str = "matching",
        cause: str = "",
        **fields: Any,
    ) -> None:
        stream = f"{TENANT}/{stream}"
        self._versions[stream] += 1
        offset = len(self.facts)
        version = self._versions[stream]
        place = (stream, version, fields, self.now, 0, offset)
        told = (f"e{offset}", cause, self.read if service == "dunning" else None)
        self.facts.append(Fact(name, service, TENANT, *place, *told))

    def creditor(self) -> None:
        accounts = [{"account": ACCOUNT, "iban": IBAN}]
        facts = {"creditor": CREDITOR, "accounts": accounts}
        self.say("creditor_registered", "creditor/c", service="ingestion", facts=facts)

    def invoice(self, number: str, customer: str, amount: str) -> None:
        debtor = f"debtor-{customer}"
        self.say(
            "debtor_registered",
            f"debtor/{debtor}",
            service="ingestion",
            debtor=debtor,
            customer_number=customer,
        )
        self.say("invoice_registered", f"invoice/{number}", service="ingestion", invoice=number)
        self.say(
            "item_opened",
            f"item/{number}",
            item=number,
            kind="invoice",
            number=number,
            debtor=debtor,
            creditor=CREDITOR,
            amount=amount,
            due_on="2026-02-04",
        )

    def statement(self, opening: str, entries: int) -> None:
        self.say(
            "statement_accepted",
            "account/1",
            statement=STATEMENT,
            account=ACCOUNT,
            begins_with=opening,
            new=[{"start": 0, "end": entries}],
        )

    def payment(self, payment: str, amount: str, position: int, *, kind: str = "credit") -> None:
        self.say(
            "payment_received",
            f"payment/{payment}",
            payment=payment,
            creditor=CREDITOR,
            account=ACCOUNT,
            statement=STATEMENT,
            position=position,
            kind=kind,
            amount=amount,
            booked_on="2026-01-07",
            bank_reference=f"R{position}",
            end_to_end_id="",
        )

    def set_aside(self, amount: str, position: int) -> None:
        self.say(
            "entry_set_aside",
            f"entry/{position}",
            entry=f"entry-{position}",
            account=ACCOUNT,
            statement=STATEMENT,
            position=position,
            kind="supplier",
            amount=amount,
            booked_on="2026-01-07",
        )

    def identified(self, payment: str, number: str, customer: str, amount: str) -> str:
        """Say what a payment is for; return the share that is on its way."""
        share = f"{payment}-to-{number or 'account'}"
        said = {"share": share, "debtor": f"debtor-{customer}", "number": number, "amount": amount}
        self.say(
            "payment_identified",
            f"payment/{payment}",
            payment=payment,
            shares=[said],
            rule="number",
            decided_by="",
        )
        return share

    def booked(self, share: str, customer: str, amount: str) -> None:
        debtor = f"debtor-{customer}"
        self.say("share_booked", f"share/{share}", share=share, debtor=debtor, amount=amount)

    def allocated(self, share: str, number: str, amount: str) -> None:
        self.say("payment_allocated", f"share/{share}", source=share, item=number, amount=amount)

    def settled(self, number: str) -> None:
        self.say("item_settled", f"item/{number}", item=number)

    def applied(self, payment: str, number: str, customer: str, amount: str) -> None:
        """A payment that settles an invoice, all the way."""
        share = self.identified(payment, number, customer, amount)
        self.booked(share, customer, amount)
        self.allocated(share, number, amount)
        self.settled(number)


def a_life() -> Log:
    """F-1 of C-1 (100.00) paid; F-2 of C-2 (100.00) open; 30.00 to a supplier; opening 10.00."""
    log = Log()
    log.creditor()
    log.invoice("F-1", "C-1", "100.00 EUR")
    log.invoice("F-2", "C-2", "100.00 EUR")
    log.statement("10.00 EUR", 2)
    log.payment("p1", "100.00 EUR", 0)
    log.set_aside("-30.00 EUR", 1)
    return log


def its_truth(**changed: Any) -> Truth:
    """The truth of `a_life` once its payment is applied to F-1: the bank ends at 80.00."""
    fields: dict[str, Any] = {
        "seed": 1,
        "entries": (an_entry(10000, "R0", {"F-1": 10000}), an_entry(-3000, "", {})),
        "invoices": {"F-1": TrueDocument("C-1", 10000), "F-2": TrueDocument("C-2", 10000)},
        "credit_notes": {},
        "closing": {IBAN: 8000},  # 10.00 + 100.00 - 30.00
        "names": {"C-1": "Charpente Petit SA", "C-2": "Fleurs Barbier SAS"},
    }
    return Truth(**{**fields, **changed})


def an_entry(
    amount: int,
    reference: str,
    meant: dict[str, int],
    *,
    certain: bool | str = True,
    returned: bool = False,
) -> TrueEntry:
    return TrueEntry(
        IBAN, "2026-01-07", amount, "EUR", reference, "exact_number", certain, meant, returned
    )
