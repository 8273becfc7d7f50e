"""The views on a real database, filled by their real runner from events that a test says."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Any, Final

import asyncpg

from libs.events.contracts.documents import DocumentFacts, Payable
from libs.events.contracts.ingestion import (
    CreditorFacts,
    CreditorRegistered,
    DebtorRegistered,
    InvoiceRegistered,
)
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.parties import Address, BankAccount, Contact, PartyPersonal
from libs.events.views.filler import Stretch
from libs.events.views.projection import Positions, Projection, SeenEvent
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.kernel.keys import path_of
from libs.postgres.database import address_of, make_database
from libs.testkit.scenarios import Happened, Heard, Told
from libs.testkit.tripwire import wait_until
from services.notifications.tests.building import CREDITOR, DEBTOR, TENANT, eur, notifications
from services.notifications.views.messages import MessagesView
from services.notifications.views.parties import PartiesView
from services.notifications.views.people import PeopleView
from services.notifications.views.reading import Messages, Parties
from services.notifications.views.reading_people import People
from services.notifications.views.reading_waiting import Waiting
from services.notifications.views.waiting import WaitingView

BEGAN_AT: Final = datetime(2026, 4, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Said:
    """An event, and whose it is."""

    event: Event
    tenant: str = TENANT


def story(*inputs: Told | Heard | Happened) -> list[Said]:
    """All that notifications records when these come in."""
    scenario, said = notifications.given(), []
    for one in inputs:
        if isinstance(one, Happened):
            scenario.given(one)
            said.append(Said(one.event))
            continue
        scenario.given(one)
        said += [Said(record.event) for record in scenario.recorded]
    return said


def the_creditor(*accounts: BankAccount, **more: Any) -> Said:
    facts = CreditorFacts(
        creditor=CREDITOR,
        name="De Bakker BV",
        country="BE",
        zone="Europe/Brussels",
        feed="required",
        accounts=accounts or (an_account("BE68539007547034"),),
        **more,
    )
    return Said(CreditorRegistered(facts=facts, revision=1))


def an_account(iban: str, **more: Any) -> BankAccount:
    return BankAccount(account=f"account-{iban}", iban=iban, **{"currency": "EUR", **more})


def the_debtor(
    *emails: str,
    language: str = "",
    country: str = "BE",
    erased: bool = False,
    name: str = "Ann",
    debtor: str = DEBTOR,
) -> Said:
    contacts = tuple(Contact(name=name, email=email) for email in emails)
    personal = PartyPersonal(
        name="Smith & Sons", address=Address(postcode="9000"), contacts=contacts
    )
    registered = DebtorRegistered(
        debtor=debtor,
        creditor=CREDITOR,
        found_by="customer_number",
        country=country,
        language=language,
        personal=Erased() if erased else personal,
    )
    return Said(registered)


def the_invoice(number: str = "F-17", *, reference: str = "", **more: str) -> Said:
    """`more`: original, account, language."""
    facts = DocumentFacts(
        number=number,
        issued_on=date(2026, 2, 18),
        due_on=date(2026, 3, 20),
        currency="EUR",
        net=eur("120.00"),
        tax=eur("0.00"),
        gross=eur("120.00"),
        prepaid=eur("0.00"),
        rounding=eur("0.00"),
        payable_amount=eur("120.00"),
        lines_count=1,
        payable=Payable(reference=reference, account=more.get("account", "")),
    )
    registered = InvoiceRegistered(
        invoice=f"item-{number}",
        creditor=CREDITOR,
        debtor=DEBTOR,
        facts=facts,
        original=more.get("original", ""),
        language=more.get("language", ""),
        personal=PartyPersonal(name="Smith & Sons"),
    )
    return Said(registered)


class Source:
    """Events in their order, read again from wherever a view stands."""

    def __init__(self, said: Sequence[Said]) -> None:
        self._seen = [_seen(number, one) for number, one in enumerate(said)]

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        heard = {cls for classes in projection.hears.values() for cls in classes}
        yield self._stretches([one for one in self._seen if type(one.event) in heard], positions)

    async def _stretches(
        self, seen: Sequence[SeenEvent], positions: Positions
    ) -> AsyncIterator[Stretch]:
        """One event at a time, so that every row is met again when it is there already."""
        place = ("said", 0)
        for number in range(positions.get(place, 0), len(seen)):
            yield Stretch([seen[number]], {place: number + 1}, number + 1 == len(seen))
        while True:
            yield Stretch([], {}, True)
            await asyncio.sleep(0.2)


def _seen(number: int, said: Said) -> SeenEvent:
    key = path_of(said.tenant, "debtor", DEBTOR)
    return SeenEvent(
        service=said.event.TYPE.split(".")[1],
        tenant=said.tenant,
        key=key,
        stream=key,
        id=f"event-{number}",
        event=said.event,
        recorded_at=BEGAN_AT + timedelta(minutes=number),
        partition=0,
        offset=number,
    )


@dataclass(frozen=True, slots=True)
class Views:
    """Every view, filled."""

    pool: asyncpg.Pool
    messages: Messages
    parties: Parties
    people: People
    waiting: Waiting


@asynccontextmanager
async def filled(postgres: str, *said: Said | Iterable[Said]) -> AsyncIterator[Views]:
    """Reads of the views once all that was said is in them."""
    flat = [one for part in said for one in ([part] if isinstance(part, Said) else part)]
    database = f"notifications_{token_hex(4)}"
    await make_database(postgres, database)
    address, source = address_of(postgres, database), Source(flat)
    projections: tuple[Projection, ...] = (
        MessagesView(),
        PartiesView(),
        PeopleView(),
        WaitingView(),
    )
    async with asyncpg.create_pool(address, min_size=0, max_size=3) as pool:
        readings = {one.name: Reading(pool, one.name) for one in projections}
        running = [
            asyncio.create_task(ViewRunner(one, address, source).run()) for one in projections
        ]
        try:
            await wait_until(
                lambda: _are_there(readings.values()), "the views are filled", limit_s=30
            )
            yield Views(
                pool,
                Messages(readings[MessagesView.name]),
                Parties(readings[PartiesView.name]),
                People(readings[PeopleView.name]),
                Waiting(readings[WaitingView.name]),
            )
        finally:
            assert not any(task.done() for task in running), running
            for task in running:
                task.cancel()
            await asyncio.wait(running)


async def _are_there(readings: Iterable[Reading]) -> bool:
    with suppress(ViewNotReady, asyncpg.PostgresError):
        for reading in readings:
            async with reading.of(TENANT):
                pass
        return True
    return False
