"""Story 3, the race: what was in the log first stops the mail, whatever stands still."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack

import pytest

from deploy.local.platform import Member
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import Hop, frozen, killed, only_when_all
from tests.e2e.office import accepted
from tests.e2e.platform import Platform
from tests.e2e.racing import about_to_ask, account_for, is_proposed

PAID = ("paid_items_are_not_demanded", "open_feeds_hold_everything")
"""The payment itself, or the statement that brings it, which is heard of first."""
Standstill = Callable[[Member], AbstractAsyncContextManager[None]]


async def _race(chase: Chase, hop: Hop, standstill: Standstill) -> None:
    """Notifications sleep while demands are proposed and the money comes; then the hop stands."""
    (race, member), senders = await about_to_ask(chase, hop), _senders(chase)
    async with AsyncExitStack() as stands, AsyncExitStack() as asleep:
        await asleep.enter_async_context(frozen(*senders))
        await chase.until("2026-03-09")
        for debtor in race.debtors.values():
            await chase.demand(debtor, is_proposed)
        if hop is not Hop.NOTIFICATIONS:
            await stands.enter_async_context(standstill(member))
        await race.upload()
        await asleep.aclose()
        if hop is Hop.NOTIFICATIONS:
            await stands.enter_async_context(standstill(member))
        else:
            await chase.message(race.payer_id, lambda one: one["status"] in ("held", "withdrawn"))
        await race.nothing_has_left()
    await race.ended(*PAID)
    await race.names_the_payment()


def _senders(chase: Chase) -> list[Member]:
    return chase.office.platform.workers("notifications")


@pytest.mark.parametrize("hop", Hop, ids=lambda hop: hop.name.lower())
async def test_a_frozen_hop_holds_the_mail(
    hop: Hop, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-frozen-{hop.name.lower()}"
    accounts = (await account_for(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        await _race(chase, hop, frozen)


@pytest.mark.parametrize(
    "hop",
    [
        pytest.param(hop, id=hop.name.lower(), marks=only_when_all(hop, Hop.DEBTOR, Hop.DUNNING))
        for hop in Hop
    ],
)
async def test_a_killed_hop_holds_the_mail(
    hop: Hop, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-killed-{hop.name.lower()}"
    accounts = (await account_for(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        await _race(chase, hop, killed)


async def test_what_is_said_before_the_mail_leaves_stops_it(
    platform: Platform, chase_of: OpenChase
) -> None:
    """A dispute, a promise and a credit note, each of another debtor; the others have theirs."""
    accounts = (await account_for(platform, "race-said", Hop.DUNNING),)
    async with chase_of("race-said", accounts=accounts, feed="none") as chase:
        race, _ = await about_to_ask(chase, Hop.DUNNING)
        async with frozen(*_senders(chase)):
            await chase.until("2026-03-09")
            for debtor in race.debtors.values():
                await chase.demand(debtor, is_proposed)
            disputes, promises, credits = race.papers[:3]
            item = (await chase.office.item(disputes.number))["item"]
            wrong = {"debtor": race.id_of(disputes), "item": item, "reason": "wrong_price"}
            await chase.says("/v1/disputes", wrong)
            soon = {"debtor": race.id_of(promises), "pay_by_on": "2026-03-20"}
            await chase.says("/v1/promises", soon)
            await chase.office.file(chase.office.papers.credit_note("C-2026-1", "48.00", credits))
        await race.withdrawn(
            {
                race.id_of(disputes): ("disputed_items_wait",),
                race.id_of(promises): ("promises_are_given_their_time",),
                race.id_of(credits): ("paid_items_are_not_demanded",),
            }
        )


async def test_paid_between_a_451_and_the_next_attempt(chase_of: OpenChase) -> None:
    async with chase_of("race-451", feed="none") as chase:
        office, debtor = chase.office, a_debtor("race-451", "Klant BV")
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        paper = office.papers.invoice("F-2026-17", "48.00", debtor)
        raw = office.papers.written(paper).replace(debtor.mail.encode(), b"later@example.com")
        told = await accepted(office.ingestion, await office.file_raw(raw))
        await chase.case(told["debtor"])
        await chase.until("2026-03-09")
        await chase.message(told["debtor"], lambda one: one["attempts_count"] == 1)

        await office.books(office.bank.statement(paid("48.00", "F-2026-17")))
        message = await chase.message(told["debtor"], lambda one: one["status"] == "withdrawn")
        assert message["gate"] in PAID
        demand = await chase.demand(told["debtor"], lambda one: one["status"] == "withdrawn")
        assert [one for one in demand["steps"] if one["state"] == "taken"] == []
