"""The wall in the database: an API's login sees one tenant, whatever its statements ask for."""

import asyncpg
import pytest

from libs.chassis.ground import database_of
from libs.events.contracts.topology import TOPOLOGY
from libs.postgres.database import address_of
from tests.e2e.conftest import OpenChase
from tests.e2e.platform import Platform
from tests.isolation.callers import SALES
from tests.isolation.furnishing import furnished
from tests.isolation.rows import SQL, logged_in, readable, seen, unguarded

TENANT, STRANGE_TENANT = "rows", "rows-off"
every_service = pytest.mark.parametrize("service", sorted(TOPOLOGY))


@every_service
async def test_the_login_of_an_api_is_nobody_who_could_see_more(
    platform: Platform, service: str
) -> None:
    async with logged_in(platform, service) as connection:
        logins = await connection.fetch(SQL["login"])
        assert {one["name"] for one in logins} == {f"relance_{service}_api", "relance_reader"}
        assert not any(one["sees_past"] or one["makes_roles"] for one in logins)
        for attempt in ("set role postgres", "set session authorization postgres"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(attempt)


@every_service
async def test_it_enters_no_other_service_s_database(platform: Platform, service: str) -> None:
    async with logged_in(platform, service) as connection:
        for other in sorted(TOPOLOGY.keys() - {service}):
            may_enter = await connection.fetchval(
                "select has_database_privilege($1, 'connect')", database_of(TOPOLOGY[other])
            )
            assert not may_enter, other


@every_service
async def test_every_table_that_it_reads_is_guarded(platform: Platform, service: str) -> None:
    async with logged_in(platform, service) as connection:
        assert await readable(connection)
        assert await unguarded(connection) == []


async def test_a_stranger_sees_no_row_of_any_table_and_a_salesperson_those_of_the_portfolio(
    platform: Platform, chase_of: OpenChase
) -> None:
    async with chase_of(TENANT, feed="none") as chase:
        await furnished(chase)
    rows = dict[str, tuple[int, int]]()
    for service in sorted(TOPOLOGY):
        async with logged_in(platform, service) as connection:
            for place in await readable(connection):
                if place == "lookups":  # those of the platform itself are everybody's
                    continue
                assert await seen(connection, place, STRANGE_TENANT) == 0, (service, place)
                assert await seen(connection, place, "") == 0, (service, place)
                mine = await seen(connection, place, TENANT)
                own = await seen(connection, place, TENANT, SALES)
                rows[f"{service}.{place.rpartition('.')[2]}"] = (mine, own)
    assert {name: rows[name] for name in SEEN} == SEEN
    assert {name: rows[name][1] for name in CLOSED} == dict.fromkeys(CLOSED, 0)
    assert all(rows[name][0] for name in CLOSED)


SEEN = {
    "dunning.cases": (3, 1),
    "dunning.promises": (2, 1),
    "ingestion.debtors": (3, 1),
    "ingestion.documents": (5, 2),
    "matching.items": (3, 1),
}
"""By the tenant, and by who has one of two debtors alike in the portfolio; a third is placed."""
CLOSED = (
    "ingestion.imports",
    "matching.payments",
    "matching.statements",
    "notifications.messages",
    "notifications.people",
)
"""What is of no debtor, or of a view that no salesperson reads."""


async def test_a_table_whose_guard_is_off_is_found(platform: Platform, chase_of: OpenChase) -> None:
    """The tests above can fail: inside a transaction that is rolled back."""
    async with chase_of("rows-unguarded", feed="none") as chase:
        await chase.office.owed(chase.office.papers.invoice("F-2026-17", "48.00"))
    database = address_of(platform.environment["RELANCE_POSTGRES"], "relance_matching")
    connection = await asyncpg.connect(database)
    transaction = connection.transaction()
    await transaction.start()
    try:
        async with logged_in(platform, "matching") as reader:
            place = next(one for one in await readable(reader) if one.endswith(".items"))
        await connection.execute(f"alter table {place} disable row level security")
        await connection.execute("set local role relance_matching_api")
        assert await unguarded(connection) == [place]
        assert await seen(connection, place, STRANGE_TENANT) > 0
    finally:
        await transaction.rollback()
        await connection.close()
