"""Builders that speak of creditors, days, items, promises and limits; they take what a test is
about."""

from datetime import date
from typing import Any, Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    FreeText,
    PromiseBroken,
    PromiseKept,
)
from libs.events.contracts.ingestion import CreditorFacts, CreditorRegistered, DebtorRegistered
from libs.events.contracts.matching import (
    DueDateExtended,
    ItemCancelled,
    ItemNames,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    ShareTakenBack,
)
from libs.events.contracts.model import Event
from libs.events.contracts.parties import PartyPersonal
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenarios, announced, heard
from services.risk.handlers.decider import RiskDecider

TENANT: Final = "acme"
CREDITOR: Final = "creditor-1"
DEBTOR: Final = "smith"
ZONE: Final = "Europe/Brussels"
IDS: Final = IdSecret(b"a secret of scenarios, 32 bytes.")
TEXT: Final = FreeText(text="spoke to Mrs Smith")
OF: Final[dict[str, Any]] = {"creditor": CREDITOR, "debtor": DEBTOR}

risk = Scenarios(RiskDecider(IDS))


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def on(day: str) -> date:
    return date.fromisoformat(day)


def key(kind: str, identity: str) -> str:
    return path_of(TENANT, kind, identity)


def a_creditor() -> Heard:
    facts = CreditorFacts(creditor=CREDITOR, name="Acme", country="BE", zone=ZONE, feed="none")
    said = CreditorRegistered(facts=facts, revision=1)
    return announced("ingestion", key("creditor", CREDITOR), key("creditor", CREDITOR), said)


def a_day(day: str, *, played_by: str = "") -> Heard:
    """A day by the clock, or one that a tenant plays."""
    started = DayStarted(
        day_on=on(day),
        zone=EVERY_ZONE if played_by else ZONE,
        tenant=played_by or None,
        played=bool(played_by),
    )
    path = day_path(started.tenant, started.zone)
    return announced("calendar", path, path, started)


def a_debtor(debtor: str = DEBTOR) -> Heard:
    registered = DebtorRegistered(
        debtor=debtor,
        creditor=CREDITOR,
        found_by="customer_number",
        country="BE",
        language="en",
        personal=PartyPersonal(name="Smith"),
    )
    return heard("ingestion", key("debtor", debtor), key("debtor", debtor), registered)


def of_ledger(kind: str, identity: str, event: Event, debtor: str = DEBTOR) -> Heard:
    return heard("matching", key("debtor", debtor), key(kind, identity), event)


def of_dunning(kind: str, identity: str, event: Event) -> Heard:
    return heard("dunning", key("debtor", DEBTOR), key(kind, identity), event)


def an_item(item: str, amount: str = "120.00", *, due: str, debtor: str = DEBTOR) -> Heard:
    """Its number is its id; `amount` in euros, unless it names a currency."""
    opened = ItemOpened(
        item=item,
        kind="invoice",
        creditor=CREDITOR,
        debtor=debtor,
        number=item,
        amount=read_money(amount if " " in amount else f"{amount} EUR"),
        issued_on=on("2026-01-05"),
        due_on=on(due),
        names=ItemNames(),
    )
    return of_ledger("item", item, opened, debtor)


def reduced(item: str, by: str, to: str, *, kind: Any = "share") -> Heard:
    fact = ItemReduced(
        **OF, item=item, source=f"{kind}-1", source_kind=kind, amount=eur(by), open=eur(to)
    )
    return of_ledger("item", item, fact)


def settled(item: str, on_day: str, *, kind: Any = "share", amount: str = "120.00") -> Heard:
    fact = ItemSettled(
        **OF, item=item, source=f"{kind}-1", source_kind=kind, amount=eur(amount),
        payment="p1" if kind == "share" else None, settled_on=on(on_day),
    )  # fmt: skip
    return of_ledger("item", item, fact)


def reopened(item: str, amount: str = "120.00", *, reason: Any = "returned") -> Heard:
    fact = ItemReopened(
        **OF, item=item, source="share-1", source_kind="share", amount=eur(amount),
        open=eur(amount), reason=reason, payment="p1",
    )  # fmt: skip
    return of_ledger("item", item, fact)


def cancelled(item: str, amount: str = "120.00") -> Heard:
    fact = ItemCancelled(**OF, item=item, written_back=eur(amount), reason="wrong goods")
    return of_ledger("item", item, fact)


def extended(item: str, to: str, *, was: str) -> Heard:
    fact = DueDateExtended(
        **OF, item=item, due_on=on(to), was_due_on=on(was), reason="asked", extended_by="paula"
    )
    return of_ledger("item", item, fact)


def taken_back(share: str, *, by_return: str = "r1", payment: str = "p1") -> Heard:
    fact = ShareTakenBack(
        **OF, share=share, payment=payment, amount=eur("120.00"), by_return=by_return
    )
    return of_ledger("share", share, fact)


def paid_late(item: str, late_days: int, settled_on: str, amount: str = "120.00") -> list[Heard]:
    """An item that was opened and paid so many days after its due date."""
    due = date.fromordinal(on(settled_on).toordinal() - late_days)
    return [an_item(item, amount, due=due.isoformat()), settled(item, settled_on, amount=amount)]


def promise_broken(promise: str, judged: str) -> Heard:
    fact = PromiseBroken(
        **OF, promise=promise, case="case-1", paid=eur("0.00"), missing=eur("120.00"),
        judged_on=on(judged),
    )  # fmt: skip
    return of_dunning("case", "case-1", fact)


def promise_kept(promise: str) -> Heard:
    fact = PromiseKept(**OF, promise=promise, case="case-1", paid=eur("120.00"))
    return of_dunning("case", "case-1", fact)


def disputed(item: str, dispute: str, *, amount: str = "", opened: str = "2026-03-01") -> Heard:
    fact = DisputeOpened(
        **OF, dispute=dispute, item=item, case="case-1",
        amount=eur(amount) if amount else None, reason="damaged", owner="otto", due_on=None,
        opened_on=on(opened), opened_by="paula", personal=TEXT,
    )  # fmt: skip
    return of_dunning("item", item, fact)


def resolved(item: str, dispute: str, resolution: Any) -> Heard:
    fact = DisputeResolved(
        **OF, dispute=dispute, item=item, case="case-1", resolution=resolution, resolved_by="otto"
    )
    return of_dunning("item", item, fact)
