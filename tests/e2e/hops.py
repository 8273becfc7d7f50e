"""The hops of a payment's way, and what is done to the process that a hop runs in."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

import pytest

from deploy.local.platform import Member
from deploy.local.waiting import wait_until
from libs.kernel.keys import partition_of, path_of
from libs.simulator.statements import Statement
from services.matching.adapters.camt import read_camt
from services.matching.domain.statements import account_id
from services.matching.domain.statements.facts import facts_of, payment_id
from tests.e2e.builders.banking import written
from tests.e2e.office import Office
from tests.e2e.platform import PARTITIONS, Platform

FOUND_WITHIN_S = 60.0


class Hop(StrEnum):
    """Where the news of a payment has to pass on its way to a demand."""

    ACCOUNT = "the account"
    PAYMENT = "the payment"
    DEBTOR = "the debtor"
    DUNNING = "dunning"
    NOTIFICATIONS = "notifications"


SERVICE = {
    Hop.ACCOUNT: "matching",
    Hop.PAYMENT: "matching",
    Hop.DEBTOR: "matching",
    Hop.DUNNING: "dunning",
    Hop.NOTIFICATIONS: "notifications",
}


def only_when_all(hop: Hop, *in_suite: Hop) -> tuple[pytest.MarkDecorator, ...]:
    """Marks of a hop's race: `make test` runs those of `in_suite`, `make race` all."""
    return () if hop in in_suite else (pytest.mark.campaign,)


def key_of(hop: Hop, office: Office, debtor: str, statement: Statement) -> str:
    """Routing key at which a hop decides."""
    if hop not in (Hop.ACCOUNT, Hop.PAYMENT):
        return path_of(office.tenant, "debtor", debtor)
    ids = office.platform.secrets.id_secret()
    (content,) = read_camt(written(statement))
    account = account_id(content, office.tenant, ids)
    if hop is Hop.ACCOUNT:
        return account_key(office.platform, office.tenant, content.account_number)
    (entry,) = facts_of(content, account, office.tenant, ids).entries
    return path_of(office.tenant, "payment", payment_id(ids, office.tenant, account, entry, 1))


def debtor_key(office: Office, customer_number: str) -> str:
    """Of a debtor that ingestion may not have heard of yet."""
    ids = office.platform.secrets.id_secret()
    known_by = ("customer_number", customer_number)
    debtor = ids.hashed(office.tenant, "debtor", office.creditor, *known_by)
    return path_of(office.tenant, "debtor", debtor)


def account_key(platform: Platform, tenant: str, iban: str) -> str:
    ids = platform.secrets.id_secret()
    return path_of(tenant, "account", ids.hashed(tenant, "account", iban))


async def owner_of(platform: Platform, service: str, key: str) -> Member:
    """The process that owns a key's partition now."""
    return await owner_at(platform, service, partition_of(key, PARTITIONS))


async def owner_at(platform: Platform, service: str, number: int) -> Member:
    """The process that owns a partition now."""
    found = None

    async def is_owned() -> bool:
        nonlocal found
        for member in platform.workers(service):
            if number in (await member.readiness()).facts.get("owned", ()):
                found = member
        return found is not None

    await wait_until(f"{service} owns partition {number}", is_owned, limit_s=FOUND_WITHIN_S)
    assert found is not None
    return found


@asynccontextmanager
async def frozen(*members: Member) -> AsyncIterator[None]:
    """They stand still; at the end they are ready again, whatever happened."""
    _signal(members, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(members, signal.SIGCONT)
    for member in members:
        await member.wait_ready()


@asynccontextmanager
async def killed(member: Member) -> AsyncIterator[None]:
    """It is gone; at the end it is there again and ready, whatever happened."""
    await member.kill()
    try:
        yield
    finally:
        member.start()
    await member.wait_ready()


def _signal(members: tuple[Member, ...], number: signal.Signals) -> None:
    for member in members:
        pid = member.process.pid()
        assert pid is not None, f"{member.name} does not run"
        os.kill(pid, number)
