"""Story 3, the race: a bug parks the key that the money comes to, until it is mended."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from deploy.local.platform import start
from libs.testkit.stack import run_now
from tests.e2e.buggy import FILE
from tests.e2e.chase import Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import SERVICE, Hop, frozen, only_when_all
from tests.e2e.office import shown
from tests.e2e.platform import Platform
from tests.e2e.racing import about_to_ask, account_for, is_proposed
from tests.e2e.test_race import PAID


@dataclass(frozen=True, slots=True)
class Bug:
    """While there is such a file, what comes to the key that it names crashes in a worker."""

    service: str
    file: Path

    def parks(self, key: str) -> None:
        self.file.write_text(key, encoding="utf-8")

    def is_mended(self) -> None:
        self.file.unlink(missing_ok=True)


@pytest.fixture(name="bug", scope="module")
def _bug(request: pytest.FixtureRequest, platform: Platform) -> Iterator[Bug]:
    service: str = request.param
    worker, bug = platform.member(service, 2), Bug(service, platform.home / f"bug-in-{service}")
    command = (sys.executable, "-m", "tests.e2e.buggy", service)
    environment = {**worker.environment, FILE: str(bug.file)}
    run_now(worker.stop())
    run_now(start([replace(worker, command=command, environment=environment)]))
    yield bug
    bug.is_mended()
    run_now(worker.stop())
    run_now(start([worker]))


@pytest.mark.parametrize(
    ("bug", "hop"),
    [
        pytest.param(
            SERVICE[hop],
            hop,
            id=hop.name.lower(),
            marks=only_when_all(hop, Hop.PAYMENT, Hop.DEBTOR),
        )
        for hop in Hop
    ],
    indirect=["bug"],
)
async def test_a_parked_key_holds_the_mail_until_it_is_retried(
    bug: Bug, hop: Hop, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-parked-{hop.name.lower()}"
    accounts = (await account_for(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        race, _ = await about_to_ask(chase, hop)
        key = race.key(hop)
        async with frozen(*platform.workers("notifications")):
            await chase.until("2026-03-09")
            for debtor in race.debtors.values():
                await chase.demand(debtor, is_proposed)
            bug.parks(key)
            await race.upload()
            if hop is not Hop.NOTIFICATIONS:
                await is_parked(chase, bug, key)
        if hop is Hop.NOTIFICATIONS:
            await is_parked(chase, bug, key)
        else:
            await chase.message(race.payer_id, lambda one: one["status"] in ("held", "withdrawn"))
        await race.nothing_has_left()

        bug.is_mended()
        answer = await caller(chase, bug).post("/v1/parked/retry", json={"key": key})
        assert answer.json()["outcome"] == "freed", answer.text
        await race.ended(*PAID)
        # What stopped it was heard of before the bug: the statement that brings the payment.
        await chase.office.settled(race.paper.number)


async def is_parked(chase: Chase, bug: Bug, key: str) -> None:
    await shown(
        lambda: caller(chase, bug).get("/v1/parked"),
        lambda found: [one["key"] for one in found["items"]] == [key],
        f"{key} parked in {bug.service}",
    )


def caller(chase: Chase, bug: Bug) -> httpx.AsyncClient:
    """Asks the service that has the bug."""
    if bug.service == "matching":
        return chase.office.matching
    return chase.dunning if bug.service == "dunning" else chase.notifications
