"""Builders that speak of debtors, items, agencies, placements; they take what a test is about."""

from datetime import date
from typing import Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import (
    DemandedItem,
    PlacementProposed,
)
from libs.events.contracts.ingestion import CreditorFacts, CreditorRegistered, DebtorRegistered
from libs.events.contracts.matching import (
    DueDateExtended,
    FeedAdvanced,
    FeedOpened,
    ItemNames,
    ItemOpened,
    ItemReduced,
    ItemSettled,
    SettlementSuspected,
    SuspicionLifted,
)
from libs.events.contracts.model import Event
from libs.events.contracts.parties import DebtorKind, PartyPersonal
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenario, Scenarios, announced, heard
from services.handoff.handlers.decider import HandoffDecider

TENANT: Final = "acme"
CREDITOR: Final = "creditor-1"
DEBTOR: Final = "smith"
KEY: Final = path_of(TENANT, "debtor", DEBTOR)
AGENCY: Final = "agency-1"
IDS: Final = IdSecret(b"a secret of scenarios, 32 bytes.")
DAY: Final = "2026-04-01"
PLACEMENT: Final = "placement-1"

handoff = Scenarios(HandoffDecider(IDS))


def says_nothing_of(kind: type[Event], scenario: Scenario) -> None:
    """Nothing of this kind follows from its last message."""
    assert scenario.refusal is None, scenario.refusal
    assert not [one.event for one in scenario.recorded if isinstance(one.event, kind)]


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def agency_key(agency: str = AGENCY) -> str:
    return path_of(TENANT, "agency", agency)


def a_creditor() -> Heard:
    facts = CreditorFacts(
        creditor=CREDITOR, name="De Bakker", country="BE", zone="Europe/Brussels", feed="none"
    )
    registered = CreditorRegistered(facts=facts, revision=1)
    path = path_of(TENANT, "creditor", CREDITOR)
    return announced("ingestion", path, path, registered)


def a_day(day: str = DAY) -> Heard:
    started = DayStarted(
        day_on=date.fromisoformat(day), zone=EVERY_ZONE, tenant=TENANT, played=True
    )
    path = day_path(TENANT, EVERY_ZONE)
    return announced("calendar", path, path, started)


def a_day_by_the_clock(day: str, zone: str = "Europe/Brussels") -> Heard:
    started = DayStarted(day_on=date.fromisoformat(day), zone=zone, tenant=None, played=False)
    path = day_path(None, zone)
    return announced("calendar", path, path, started)


def a_statement(state: str) -> Heard:
    """`opened`: it is being booked; `advanced`: it has come to rest."""
    event: Event = FeedOpened(account="account-1", creditor=CREDITOR, statement="s1")
    if state == "advanced":
        event = FeedAdvanced(
            account="account-1", creditor=CREDITOR, statement="s1", through_on=date(2026, 3, 31)
        )
    path = path_of(TENANT, "account", "account-1")
    return announced("matching", path, path, event)


def a_debtor(*, kind: DebtorKind = "business", country: str = "BE") -> Heard:
    registered = DebtorRegistered(
        debtor=DEBTOR,
        creditor=CREDITOR,
        found_by="customer_number",
        kind=kind,
        country=country,
        personal=PartyPersonal(name="Smith"),
    )
    return heard("ingestion", KEY, path_of(TENANT, "debtor", DEBTOR), registered)


def an_item(number: str = "F-17", amount: str = "120.00", *, due: str = "2026-03-01") -> Heard:
    opened = ItemOpened(
        item=f"item-{number}",
        kind="invoice",
        creditor=CREDITOR,
        debtor=DEBTOR,
        number=number,
        amount=eur(amount),
        issued_on=date(2026, 2, 1),
        due_on=date.fromisoformat(due),
        names=ItemNames(),
    )
    return heard("matching", KEY, path_of(TENANT, "item", opened.item), opened)


def reduced(number: str, by: str, left: str, *, payment: str = "p1") -> Heard:
    event = ItemReduced(
        item=f"item-{number}",
        creditor=CREDITOR,
        debtor=DEBTOR,
        source="s1",
        source_kind="share" if payment else "credit",
        amount=eur(by),
        open=eur(left),
        payment=payment,
    )
    return heard("matching", KEY, path_of(TENANT, "item", event.item), event)


def settled(number: str = "F-17", amount: str = "120.00", *, payment: str = "p1") -> Heard:
    event = ItemSettled(
        item=f"item-{number}",
        creditor=CREDITOR,
        debtor=DEBTOR,
        source="s1",
        source_kind="share",
        amount=eur(amount),
        payment=payment,
        settled_on=date(2026, 4, 1),
    )
    return heard("matching", KEY, path_of(TENANT, "item", event.item), event)


def extended(number: str = "F-17", to: str = "2026-05-01") -> Heard:
    event = DueDateExtended(
        item=f"item-{number}", creditor=CREDITOR, debtor=DEBTOR, due_on=date.fromisoformat(to),
        was_due_on=date(2026, 3, 1), reason="asked", extended_by="paula",
    )  # fmt: skip
    return heard("matching", KEY, path_of(TENANT, "item", event.item), event)


def suspected(number: str = "F-17") -> Heard:
    event = SettlementSuspected(
        item=f"item-{number}",
        creditor=CREDITOR,
        debtor=DEBTOR,
        by="p9",
        by_kind="payment",
        since_on=date(2026, 4, 1),
        expires_on=None,
    )
    return heard("matching", KEY, path_of(TENANT, "item", event.item), event)


def unsuspected(number: str = "F-17") -> Heard:
    event = SuspicionLifted(item=f"item-{number}", creditor=CREDITOR, debtor=DEBTOR, by="p9")
    return heard("matching", KEY, path_of(TENANT, "item", event.item), event)


def proposed(*numbers: str) -> Heard:
    items = tuple(
        DemandedItem(
            item=f"item-{number}",
            number=number,
            kind="invoice",
            asked=eur("120.00"),
            open=eur("120.00"),
            issued_on=date(2026, 2, 1),
            due_on=date(2026, 3, 1),
            overdue_days=31,
            step="placement",
            tone="last",
        )
        for number in numbers or ("F-17",)
    )
    event = PlacementProposed(
        placement=PLACEMENT,
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        items=items,
        total=eur("120.00"),
        policy="four-steps",
        policy_version=1,
        day_on=date(2026, 4, 1),
    )
    return heard("dunning", KEY, path_of(TENANT, "case", "case-1"), event)
