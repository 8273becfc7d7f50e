"""Builders that speak of invoices, payments and people; they take what a test is about."""

from datetime import date
from typing import Any

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    CreditorFacts,
    CreditorRegistered,
    DebtorMerged,
    DocumentFacts,
    InvoiceCancelled,
    InvoiceRegistered,
    Payable,
)
from libs.events.contracts.matching import PaymentEvidence, PaymentIdentified, PaymentPersonal
from libs.events.contracts.parties import PartyPersonal
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenario, Scenarios, Told, announced, heard, told
from services.matching.domain.commands import (
    Apply,
    ExtendDueDate,
    ReceivePayment,
    SharePlan,
    Undo,
)
from services.matching.domain.evidence import (
    customer_hash,
    name_hash,
    number_candidates,
    number_hash,
    payer_account_hash,
)
from services.matching.handlers.decider import MatchingDecider

TENANT = "acme"
CREDITOR = "creditor-1"
ACCOUNT = "account-1"
ZONE = "Europe/Brussels"
IDS = IdSecret(b"a secret of scenarios, 32 bytes.")

matching = Scenarios(MatchingDecider(IDS))


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def item_id(number: str) -> str:
    return IDS.hashed(TENANT, "document", CREDITOR, "invoice", number)


def share_id(payment: str, number: int = 0) -> str:
    """Shares are numbered from 0 in the order in which their payment sent them."""
    return IDS.hashed(TENANT, "share", payment, str(number))


def key(kind: str, identity: str) -> str:
    return path_of(TENANT, kind, identity)


def _facts(number: str, amount: str, due: str, reference: str) -> DocumentFacts:
    money = read_money(amount if " " in amount else f"{amount} EUR")
    nothing = Money.zero(money.currency)
    return DocumentFacts(
        number=number,
        issued_on=date(2026, 2, 1),
        due_on=date.fromisoformat(due),
        currency=money.currency,
        net=money,
        tax=nothing,
        gross=money,
        prepaid=nothing,
        rounding=nothing,
        payable_amount=money,
        lines_count=1,
        payable=Payable(reference=reference),
    )


def an_invoice(
    number: str,
    amount: str,
    *,
    debtor: str = "smith",
    due: str = "2026-03-03",
    reference: str = "",
    **more: str,
) -> Heard:
    """`more`: customer (its number), name (of the debtor), awaits (a credit note)."""
    invoice = InvoiceRegistered(
        invoice=item_id(number),
        creditor=CREDITOR,
        debtor=debtor,
        facts=_facts(number, amount, due, reference),
        original="original",
        customer_number=more.get("customer", ""),
        awaited_credit_note=more.get("awaits", ""),
        personal=PartyPersonal(name=more.get("name", "")),
    )
    return heard("ingestion", key("debtor", debtor), key("invoice", item_id(number)), invoice)


def a_credit_note(number: str, amount: str, *, names: str = "", debtor: str = "smith") -> Heard:
    note = CreditNoteRegistered(
        credit_note=f"note-{number}",
        creditor=CREDITOR,
        debtor=debtor,
        facts=_facts(number, amount, "2026-03-03", ""),
        original="original",
        names_number=names,
        names_invoice="",
        personal=PartyPersonal(name=""),
    )
    return heard("ingestion", key("debtor", debtor), key("credit_note", number), note)


def a_cancellation(number: str, *, debtor: str = "smith") -> Heard:
    cancelled = InvoiceCancelled(
        invoice=item_id(number),
        creditor=CREDITOR,
        debtor=debtor,
        number=number,
        reason="wrong goods",
        cancelled_by="carla",
    )
    stream = key("invoice", item_id(number))
    return heard("ingestion", key("debtor", debtor), stream, cancelled)


def evidence(
    *,
    reference: str | tuple[str, ...] = (),
    text: str = "",
    customer: str = "",
    payer: str = "",
    name: str = "",
) -> PaymentEvidence:
    """What a payment says: references, free text with numbers, customer number, payer."""
    return PaymentEvidence(
        references=(reference,) if isinstance(reference, str) else reference,
        numbers=tuple(number_hash(IDS, TENANT, one) for one in number_candidates([text])),
        customers=(customer_hash(IDS, TENANT, customer),) if customer else (),
        payer_account=payer_account_hash(IDS, TENANT, payer),
        payer_name=name_hash(IDS, TENANT, name),
    )


def a_payment(payment: str, amount: str, *, on: str = "2026-03-03", **says: Any) -> Told:
    """`says`: see `evidence`; `bank` and `end_to_end` are what returns are found by."""
    return _entry(payment, "credit", amount, on, says)


def a_return(payment: str, amount: str, *, on: str = "2026-03-10", **says: Any) -> Told:
    return _entry(payment, "return", amount, on, says)


def _entry(payment: str, kind: Any, amount: str, on: str, says: dict[str, Any]) -> Told:
    bank, end_to_end = says.pop("bank", ""), says.pop("end_to_end", "")
    command = ReceivePayment(
        payment=payment,
        kind=kind,
        creditor=says.pop("creditor", CREDITOR),
        account=ACCOUNT,
        statement="statement-1",
        position=says.pop("position", 0),
        amount=read_money(amount if " " in amount else f"{amount} EUR"),
        booked_on=date.fromisoformat(on),
        bank_reference=bank,
        end_to_end_id=end_to_end,
        return_reason="AM04" if kind == "return" else "",
        evidence=evidence(**says),
        personal=PaymentPersonal(payer_name=says.get("name", "")),
    )
    return told(key("payment", payment), command)


def applied(payment: str, *shares: SharePlan) -> Told:
    command = Apply(payment=payment, shares=shares, decided_by="paula")
    return told(key("payment", payment), command)


def to_item(number: str, amount: str) -> SharePlan:
    return SharePlan(item=item_id(number), amount=eur(amount))


def on_account(debtor: str, amount: str) -> SharePlan:
    return SharePlan(debtor=debtor, amount=eur(amount))


def undone(payment: str, share: int = 0) -> Told:
    command = Undo(payment=payment, share=share_id(payment, share), decided_by="paula")
    return told(key("payment", payment), command)


def an_extension(number: str, to: str, *, debtor: str = "smith") -> Told:
    command = ExtendDueDate(
        item=item_id(number),
        due_on=date.fromisoformat(to),
        reason="asked by phone",
        extended_by="paula",
    )
    return told(key("debtor", debtor), command)


def the_creditor(*, suspicion_days_max: int = 5) -> Heard:
    facts = CreditorFacts(
        creditor=CREDITOR,
        name="Acme",
        country="BE",
        zone=ZONE,
        feed="required",
        suspicion_days_max=suspicion_days_max,
    )
    path = key("creditor", CREDITOR)
    return announced("ingestion", path, path, CreditorRegistered(facts=facts, revision=1))


def a_day(day: str, *, played_by: str = "") -> Heard:
    """A day by the clock, or one that a tenant plays."""
    started = DayStarted(
        day_on=date.fromisoformat(day),
        zone=EVERY_ZONE if played_by else ZONE,
        tenant=played_by or None,
        played=bool(played_by),
    )
    path = day_path(started.tenant, started.zone)
    return announced("calendar", path, path, started)


def rule_of(scenario: Scenario) -> str:
    """The rule that identified the payment of the last `when`; empty: it was not identified."""
    rules = [one.event.rule for one in scenario.recorded if type(one.event) is PaymentIdentified]
    return rules[0] if rules else ""


def a_merge(debtor: str, into: str) -> Heard:
    merged = DebtorMerged(debtor=debtor, into=into)
    return heard("ingestion", key("debtor", debtor), key("debtor", debtor), merged)
