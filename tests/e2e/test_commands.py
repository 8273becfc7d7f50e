"""A request that ends before its decision is told where to ask; a key is of one command."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.local.platform import Member, start, stop
from deploy.local.ports import free_ports
from libs.testkit.stack import run_now
from tests.e2e.builders.banking import paid, written
from tests.e2e.conftest import Open
from tests.e2e.office import XML, any_at_all, decided, outcome
from tests.e2e.platform import Platform, calls

FACTS = {"name": "De Slager", "country": "BE", "zone": "Europe/Brussels", "feed": "none"}


class _Hasty(Member):
    """Answers requests, decides nothing itself and waits for nobody."""

    @property
    def role(self) -> str:
        return "api"


@pytest.fixture(name="hasty", scope="module")
def _hasty(
    platform: Platform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """URLs of APIs that wait a millisecond for a decision."""
    home: Path = tmp_path_factory.mktemp("hasty")
    environment = platform.environment | {"RELANCE_ANSWER_WAIT_S": "0.001"}
    services = ("ingestion", "matching")
    members = [
        _Hasty(service, 9, port, home, environment)
        for service, port in zip(services, free_ports(len(services)), strict=True)
    ]
    try:
        run_now(start(members))
        yield {member.service: member.url for member in members}
    finally:
        run_now(stop(members))


async def test_what_is_not_decided_yet_is_told_later(
    platform: Platform, hasty: dict[str, str]
) -> None:
    async with calls(hasty["ingestion"], platform.token("later")) as client:
        key = {"Idempotency-Key": "the slager"}
        answer = await client.post("/v1/creditors", json=FACTS, headers=key)
        assert (answer.status_code, answer.json()["outcome"]) == (202, "pending"), answer.text
        where = answer.json()["status_url"]
        assert answer.headers["location"] == where
        said = await outcome(client, where)
        assert (said["outcome"], said["fields"]["outcome"]) == ("recorded", "accepted")

        again = await client.post("/v1/creditors", json=FACTS, headers=key)
        assert (again.status_code, again.json()["command"]) == (201, said["command"])
        other = await client.post("/v1/creditors", json=FACTS | {"vat": "BE0"}, headers=key)
        assert (other.status_code, other.json()["rule"]) == (422, "idempotency_key_reused")
        nobody = await client.get("/v1/commands/" + "0" * 26)
        assert (nobody.status_code, nobody.json()["rule"]) == (404, "not_found")


async def test_a_statement_that_is_not_decided_yet_says_where_to_ask(
    platform: Platform, hasty: dict[str, str], office_of: Open
) -> None:
    async with office_of("later-bank") as office:
        await office.books(office.bank.statement(paid("1.00")))
        file = written(office.bank.statement(paid("48.00")))
        async with calls(hasty["matching"], platform.token("later-bank")) as client:
            (line,) = (await _sent(client, office.creditor, file, "file 2")).json()["statements"]
            assert line["outcome"] == "pending"
            assert (await decided(client, line))["outcome"] == "accepted"
            await office.rests()
            (again,) = (await _sent(client, office.creditor, file, "file 2")).json()["statements"]
            assert (again["outcome"], again["command"]) == ("accepted", line["command"])


async def _sent(client: httpx.AsyncClient, creditor: str, file: bytes, key: str) -> httpx.Response:
    headers = XML | {"Idempotency-Key": key}
    return await client.post(
        "/v1/statements", params={"creditor": creditor}, content=file, headers=headers
    )


async def test_a_key_is_of_one_command_for_ever(office_of: Open) -> None:
    async with office_of("keys") as office:
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        await office.books(office.bank.statement(paid("50.00", "dank u")))
        payment = await office.payment_of("50.00", "unidentified")
        item = (await office.item("F-2026-17", any_at_all))["item"]
        path, key = f"/v1/payments/{payment['payment']}/apply", {"Idempotency-Key": "apply 1"}

        async def apply(amount: str) -> httpx.Response:
            body = {"shares": [{"item": item, "amount": amount}]}
            return await office.matching.post(path, json=body, headers=key)

        first, again = await apply("20.00 EUR"), await apply("20.00 EUR")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        other = await apply("21.00 EUR")
        assert (other.status_code, other.json()["rule"]) == (422, "idempotency_key_reused")
        await office.open_by("F-2026-17", "28.00")
