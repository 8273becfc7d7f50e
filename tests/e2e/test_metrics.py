"""What the processes of a platform export is what the page of metrics lists."""

import httpx

from tests.contract.metrics import families, on_the_page
from tests.e2e.platform import Platform


async def test_the_processes_of_a_platform_export_what_the_page_lists(platform: Platform) -> None:
    found: set[str] = set()
    async with httpx.AsyncClient(trust_env=False) as client:
        for member in platform.members:
            found |= families((await client.get(f"{member.url}/metrics")).text)

    assert found == {one.name for one in on_the_page()}


async def test_zones_and_feeds_are_counted_by_every_worker(platform: Platform) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        for service, figure in (
            ("calendar", "relance_zones_without_day"),
            ("matching", "relance_feeds_interrupted"),
        ):
            for member in platform.workers(service):
                text = (await client.get(f"{member.url}/metrics")).text
                lines = [line for line in text.splitlines() if line.startswith(figure)]
                assert len(lines) == 1
