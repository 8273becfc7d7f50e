"""The platform that the stories stand on: who owns what, who may ask."""

import httpx

from tests.e2e.platform import PARTITIONS, Platform


async def test_two_workers_share_the_partitions_of_matching(platform: Platform) -> None:
    owned = []
    for number in (1, 2):
        said = await platform.member("matching", number).readiness()
        assert said.ready, said.sentence
        owned.append(set(said.facts["owned"]))
    assert owned[0] | owned[1] == set(range(PARTITIONS))
    assert not owned[0] & owned[1]
    assert all(owned)


async def test_nobody_asks_without_a_token(platform: Platform) -> None:
    async with httpx.AsyncClient(trust_env=False) as nobody:
        for service, path in (
            ("calendar", "/v1/days"),
            ("ingestion", "/v1/creditors"),
            ("matching", "/v1/payments"),
        ):
            answer = await nobody.get(platform.member(service).url + path)
            assert (answer.status_code, answer.json()["rule"]) == (401, "unauthenticated")
