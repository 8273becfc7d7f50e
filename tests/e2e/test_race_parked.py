"""Story 3, the race: a bug parks the key that the money comes to, until it is mended."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.local.platform import start
from libs.testkit.stack import run_now
from tests.e2e.buggy import FILE
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import Hop, frozen
from tests.e2e.platform import Platform
from tests.e2e.racing import about_to_ask, account_for, is_proposed
from tests.e2e.test_race import PAID


@pytest.fixture(name="bug", scope="module")
def _bug(platform: Platform) -> Iterator[Path]:
    """While there is such a file, what comes to the key that it names crashes in a worker."""
    worker, file = platform.member("matching", 2), platform.home / "bug"
    command = (sys.executable, "-m", "tests.e2e.buggy")
    environment = {**worker.environment, FILE: str(file)}
    run_now(worker.stop())
    run_now(start([replace(worker, command=command, environment=environment)]))
    yield file
    file.unlink(missing_ok=True)
    run_now(worker.stop())
    run_now(start([worker]))


@pytest.mark.parametrize("hop", [Hop.PAYMENT, Hop.DEBTOR], ids=lambda hop: hop.name.lower())
async def test_a_parked_key_holds_the_mail_until_it_is_retried(
    hop: Hop, bug: Path, platform: Platform, chase_of: OpenChase
) -> None:
    tenant = f"race-parked-{hop.name.lower()}"
    accounts = (await account_for(platform, tenant, hop),)
    async with chase_of(tenant, accounts=accounts, feed="none") as chase:
        office = chase.office
        race, _ = await about_to_ask(chase, hop)
        key = race.key(hop)
        async with frozen(*platform.workers("notifications")):
            await chase.until("2026-03-09")
            for debtor in race.debtors.values():
                await chase.demand(debtor, is_proposed)
            bug.write_text(key, encoding="utf-8")
            await race.upload()
            await office.seen(
                "/v1/parked", lambda found: [one["key"] for one in found["items"]] == [key]
            )
        await chase.message(race.payer_id, lambda one: one["status"] in ("held", "withdrawn"))
        await race.nothing_has_left()

        bug.unlink()
        answer = await office.matching.post("/v1/parked/retry", json={"key": key})
        assert answer.json()["outcome"] == "freed", answer.text
        await race.ended(*PAID)
        # What stopped it was heard of before the bug: the statement that brings the payment.
        await office.settled(race.paper.number)
