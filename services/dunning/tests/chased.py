"""A debtor who is chased, as events: what a test of views or sentences begins with."""

from typing import Any, Final

from libs.events.contracts import dunning, ingestion, matching, notifications
from libs.events.contracts.dunning import FreeText, PolicyFacts
from libs.events.contracts.parties import Contact, PartyPersonal
from libs.kernel.money import Money
from services.dunning.adapters.policies import SHIPPED, read_policy
from services.dunning.tests.view_filling import day, named

CREDITOR: Final = named("creditor")
DEBTOR: Final = named("debtor")
CASE: Final = named("case")
ITEM: Final = named("item F-17")
DEMAND: Final = named("demand")
MESSAGE: Final = named("message")
CALL: Final = named("call")
OF_CASE: Final[dict[str, Any]] = {"case": CASE, "creditor": CREDITOR, "debtor": DEBTOR}
OF_MESSAGE: Final[dict[str, Any]] = {**OF_CASE, "message": MESSAGE, "demand": DEMAND}


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


def four_steps() -> PolicyFacts:
    return read_policy(SHIPPED["four-steps"].encode())


def published(version: int = 1) -> dunning.PolicyPublished:
    return dunning.PolicyPublished(
        facts=four_steps(), version=version, source_hash="ab" * 32, published_by="paula"
    )


def parties() -> tuple[ingestion.CreditorRegistered, ingestion.DebtorRegistered]:
    facts = ingestion.CreditorFacts(
        creditor=CREDITOR,
        name="De Bakker BV",
        country="BE",
        zone="Europe/Brussels",
        feed="required",
    )
    personal = PartyPersonal(
        name="Jansen & Zonen",
        contacts=(Contact(name="An Jansen", email="an@jansen.example", phone="+32 2 555 01 02"),),
    )
    debtor = ingestion.DebtorRegistered(
        debtor=DEBTOR,
        creditor=CREDITOR,
        found_by="customer_number",
        customer_number="C-1001",
        country="BE",
        language="fr",
        personal=personal,
    )
    return ingestion.CreditorRegistered(facts=facts, revision=1), debtor


def followed(number: str = "F-17", amount: str = "48.00", due: str = "2026-03-04") -> Any:
    return dunning.ItemFollowed(
        **OF_CASE,
        item=named(f"item {number}"),
        kind="invoice",
        number=number,
        amount=eur(amount),
        open=eur(amount),
        issued_on=day("2026-02-02"),
        due_on=day(due),
    )


def opened() -> tuple[Any, ...]:
    """A case of one item under `four-steps`, looked at again on the reminder's day."""
    noted = dunning.CaseNoted(**OF_CASE, currency="EUR")
    pinned = dunning.CaseOpened(**OF_CASE, currency="EUR", policy="four-steps", policy_version=1)
    return (published(), *parties(), noted, followed(), pinned, planned("2026-03-16", "reminder"))


def planned(on: str | None, step: str = "") -> dunning.CheckScheduled:
    check_on = day(on) if on else None
    return dunning.CheckScheduled(**OF_CASE, currency="EUR", check_on=check_on, step=step)


def proposed(
    demand: str = DEMAND, *, on: str = "2026-03-16", step: str = "reminder"
) -> dunning.DemandProposed:
    item = dunning.DemandedItem(
        item=ITEM,
        number="F-17",
        kind="invoice",
        asked=eur("48.00"),
        open=eur("48.00"),
        issued_on=day("2026-02-02"),
        due_on=day("2026-03-04"),
        overdue_days=12,
        step=step,
        tone="reminder",
    )
    return dunning.DemandProposed(
        **OF_CASE,
        demand=demand,
        items=(item,),
        total=eur("48.00"),
        credit=eur("0.00"),
        net=eur("48.00"),
        step=step,
        tone="reminder",
        template="reminder",
        policy="four-steps",
        policy_version=1,
        day_on=day(on),
        zone="Europe/Brussels",
        send_window=None,
    )


def gated(gate: Any, *items: str, until: str | None = None) -> dunning.DemandGated:
    until_on = day(until) if until else None
    return dunning.DemandGated(
        **OF_CASE, gate=gate, items=items, until_on=until_on, day_on=day("2026-03-16")
    )


def recalled(gate: Any, cause: str, items: tuple[str, ...] = (ITEM,)) -> dunning.DemandRecalled:
    return dunning.DemandRecalled(**OF_CASE, demand=DEMAND, gate=gate, items=items, cause=cause)


def ended(outcome: Any, *, crossed: bool = False) -> dunning.DemandEnded:
    return dunning.DemandEnded(
        **OF_CASE, demand=DEMAND, outcome=outcome, message=MESSAGE, crossed=crossed
    )


def started(attempt: int = 1) -> notifications.SendStarted:
    return notifications.SendStarted(
        **OF_MESSAGE,
        attempt=attempt,
        token="process-1",
        began_at="2026-03-16T08:00:02Z",
        cut={"ingestion": 1, "matching": 5, "dunning": 2},
        content="hash",
    )


def sent() -> notifications.MessageSent:
    return notifications.MessageSent(
        **OF_MESSAGE, attempt=1, reply="250 queued", sent_at="2026-03-16T08:00:03Z"
    )


def taken(step: str = "reminder", by: str = DEMAND, on: str = "2026-03-16") -> dunning.StepTaken:
    return dunning.StepTaken(**OF_CASE, item=ITEM, step=step, taken_on=day(on), way="sent", by=by)


def paid() -> tuple[matching.PaymentReceived, matching.ShareBooked]:
    payment, share = named("payment"), named("share")
    received = matching.PaymentReceived(
        payment=payment,
        kind="credit",
        creditor=CREDITOR,
        account=named("account"),
        statement=named("statement"),
        position=0,
        amount=eur("50.00"),
        booked_on=day("2026-03-13"),
        evidence=matching.PaymentEvidence(),
        personal=matching.PaymentPersonal(payer_name="Jansen"),
    )
    booked = matching.ShareBooked(
        share=share,
        payment=payment,
        creditor=CREDITOR,
        debtor=DEBTOR,
        item=ITEM,
        amount=eur("48.00"),
        evidence="number",
        booked_on=day("2026-03-13"),
    )
    return received, booked


def called(call: str = CALL, asked: str = "48.00") -> dunning.CallScheduled:
    return dunning.CallScheduled(
        **OF_CASE,
        call=call,
        items=(ITEM,),
        step="call",
        asked=eur(asked),
        day_on=day("2026-03-23"),
        log_until_on=day("2026-03-26"),
    )


def logged(text: str = "Will ask her bookkeeper") -> dunning.CallLogged:
    return dunning.CallLogged(
        **OF_CASE,
        call=CALL,
        outcome="reached",
        logged_by="paula",
        logged_on=day("2026-03-24"),
        personal=FreeText(text=text),
    )
