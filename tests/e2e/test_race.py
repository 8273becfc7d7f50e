"""Story 3, the race: money that was in the log first stops the mail, whatever stands still."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from itertools import product

import pytest

from deploy.local.platform import Member
from deploy.local.waiting import wait_until
from libs.kernel.keys import partition_of
from libs.simulator.parties import BankAccount, Debtor
from libs.simulator.statements import Statement
from tests.e2e.builders.banking import paid, written
from tests.e2e.builders.parties import a_debtor, an_account
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import SERVICE, Hop, account_key, frozen, key_of, killed, owner_of
from tests.e2e.office import Shown
from tests.e2e.platform import PARTITIONS, Platform

AFTER_RELEASE_S = 10.0
DEBTORS_COUNT = 6
SPELLINGS = ("", " mvg", " dank", " betaling", " merci")
WITHDRAWN_BY = ("paid_items_are_not_demanded", "open_feeds_hold_everything")
"""The payment itself, or the statement that brings it, which is heard of first."""
ON_THE_WAY = (Hop.ACCOUNT, Hop.PAYMENT, Hop.DEBTOR)
Standstill = Callable[[Member], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Race:
    """Invoices of one amount, and the statement in which one of them is paid."""

    chase: Chase
    everybody: Sequence[Debtor]
    payer: Debtor
    debtors: Mapping[str, str]
    """Id by customer number."""
    statement: Statement

    @property
    def payer_id(self) -> str:
        return self.debtors[self.payer.customer_number]

    @property
    def twins(self) -> list[Debtor]:
        """They have not paid."""
        return [one for one in self.everybody if one is not self.payer]

    def key(self, hop: Hop) -> str:
        return key_of(
            hop, self.chase.office, self.debtors[self.payer.customer_number], self.statement
        )

    async def upload(self) -> None:
        """Answered: decided, or taken in for a decision that waits."""
        answer = await self.chase.office.file_bank(written(self.statement))
        assert answer.status_code in (200, 201, 202), answer.text

    async def nothing_has_left(self) -> None:
        assert await self.chase.mails(*(debtor.mail for debtor in self.everybody)) == []

    async def ended(self) -> None:
        """The payer's mail is withdrawn for that payment, each twin has one, all in time."""
        released_s = time.monotonic()
        message = await self.chase.message(self.payer_id, lambda one: one["status"] == "withdrawn")
        payment = await self.chase.office.payment_of("48.00", "applied")
        assert message["gate"] in WITHDRAWN_BY, message
        demand = await self.chase.demand(self.payer_id)
        assert any(payment["payment"] in one["said"] for one in demand["why"]["behind"]), demand
        await wait_until("each twin has its mail", self._twins_have_theirs, limit_s=60)
        took_s = time.monotonic() - released_s
        assert took_s < AFTER_RELEASE_S, f"it took {took_s:.1f} s from the release on"
        mails = await self.chase.mails(*(debtor.mail for debtor in self.everybody))
        assert sorted(mail.to for mail in mails) == sorted(twin.mail for twin in self.twins)

    async def _twins_have_theirs(self) -> bool:
        mails = await self.chase.mails(*(twin.mail for twin in self.twins))
        return {mail.to for mail in mails} == {twin.mail for twin in self.twins}


async def _about_to_ask(chase: Chase, hop: Hop) -> tuple[Race, Member]:
    """Everything up to the evening before the reminders, and the process that is to stand still.

    Account, payment and debtor lie in three partitions; the hop's is owned by a process that
    answers nobody, so that callers are answered whatever becomes of it.
    """
    office = chase.office
    await chase.publish(ONE_REMINDER)
    await chase.until("2026-03-06")
    # The mailbox is everybody's: each race has debtors of its own.
    names = [f"{office.tenant}-{number}" for number in range(DEBTORS_COUNT)]
    everybody = [a_debtor(name, f"Klant {name} BV") for name in names]
    papers = [
        office.papers.invoice(f"F-2026-{place}", "48.00", debtor)
        for place, debtor in enumerate(everybody, start=17)
    ]
    told = await office.owed(*papers)
    debtors = {
        debtor.customer_number: one["debtor"] for debtor, one in zip(everybody, told, strict=True)
    }
    for debtor in debtors.values():
        await chase.case(debtor)
    bank = replace(office.bank)
    for paper, spelling in product(papers, SPELLINGS):
        movement = paid("48.00", f"{paper.number}{spelling}", by=paper.debtor.payers[0])
        statement = replace(bank).statement(movement)
        race = Race(chase, everybody, paper.debtor, debtors, statement)
        member = await owner_of(office.platform, SERVICE[hop], race.key(hop))
        ways = {partition_of(race.key(one), PARTITIONS) for one in ON_THE_WAY}
        if member.role == "worker" and len(ways) == len(ON_THE_WAY):
            office.bank.statement(movement)
            return race, member
    raise AssertionError(f"no payment has {hop} in a process that answers nobody")


def _is_proposed(demand: Shown) -> bool:
    return bool(demand["status"] == "proposed")


async def _race(chase: Chase, hop: Hop, standstill: Standstill) -> None:
    """Notifications sleep while demands are proposed and the money comes; then the hop stands."""
    (race, member), senders = await _about_to_ask(chase, hop), _senders(chase)
    async with AsyncExitStack() as stands, AsyncExitStack() as asleep:
        await asleep.enter_async_context(frozen(*senders))
        await chase.until("2026-03-09")
        for debtor in race.debtors.values():
            await chase.demand(debtor, _is_proposed)
        if hop is not Hop.NOTIFICATIONS:
            await stands.enter_async_context(standstill(member))
        await race.upload()
        await asleep.aclose()
        if hop is Hop.NOTIFICATIONS:
            await stands.enter_async_context(standstill(member))
        else:
            await chase.message(race.payer_id, lambda one: one["status"] in ("held", "withdrawn"))
        await race.nothing_has_left()
    await race.ended()


def _senders(chase: Chase) -> list[Member]:
    return chase.office.platform.workers("notifications")


async def _account(platform: Platform, tenant: str, hop: Hop) -> BankAccount:
    """One whose owner answers nobody, where it is the account that stands still."""
    for number in range(40):
        account = an_account(f"{tenant}-{number}")
        key = account_key(platform, tenant, account.iban)
        owner = await owner_of(platform, "matching", key)
        if (owner.role == "worker") == (hop is Hop.ACCOUNT):
            return account
    raise AssertionError("one process owns every partition")


@pytest.mark.parametrize("hop", Hop, ids=lambda hop: hop.name.lower())
async def test_a_frozen_hop_holds_the_mail(
    hop: Hop, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-frozen-{hop.name.lower()}"
    accounts = (await _account(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        await _race(chase, hop, frozen)


@pytest.mark.parametrize("hop", [Hop.DEBTOR, Hop.DUNNING], ids=lambda hop: hop.name.lower())
async def test_a_killed_hop_holds_the_mail(
    hop: Hop, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-killed-{hop.name.lower()}"
    accounts = (await _account(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        await _race(chase, hop, killed)
