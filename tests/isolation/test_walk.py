"""Who gets what on every route of every service; the table of answers is checked in."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.conftest import OpenChase
from tests.e2e.platform import Platform
from tests.isolation.callers import NOBODY, OTHER_AGENCY, OTHER_PORTFOLIO, STRANGER, tokens_of
from tests.isolation.furnishing import furnished
from tests.isolation.routes import Route
from tests.isolation.walking import Told, Walk, routes_of_all, table_of

ANSWERS: Final = Path(__file__).with_name("answers.txt")
TENANT, STRANGE_TENANT = "walled", "walled-off"
ID: Final = re.compile(r"\b[0-9a-z]{26}\b")
SERVER_ERROR: Final = 500


async def test_everybody_is_told_what_the_table_says(
    platform: Platform, chase_of: OpenChase, tmp_path: Path
) -> None:
    """`answers.txt` is this table as it was agreed: a change of it is looked at by a person."""
    async with chase_of(TENANT, feed="none") as chase:
        ids = await furnished(chase)
        agency = ids.own["agency"]
        tokens = tokens_of(platform.secrets, TENANT, STRANGE_TENANT, agency)
        walk = Walk(platform, tokens, ids)
        told = await walk.all(await routes_of_all(platform))

    found = tmp_path / ANSWERS.name
    found.write_text(table_of(told), encoding="utf-8")
    assert leaks(told, STRANGER, set(ids.own.values()) - {"four-steps", "1"}) == []
    assert leaks(told, OTHER_PORTFOLIO, ids_of_no_portfolio(ids.own, ids.other)) == []
    assert leaks(told, OTHER_AGENCY, {ids.own["placement"], agency}) == []
    assert [one.route.name for one in told if one.status >= SERVER_ERROR] == []
    assert {one.status for one in told if one.caller in NOBODY} == {401}
    assert table_of(told) == ANSWERS.read_text("utf-8"), f"what was found: {found}"


def ids_of_no_portfolio(own: dict[str, str], other: dict[str, str]) -> set[str]:
    """Of the debtor that is in nobody's portfolio."""
    return set(other.values()) - set(own.values())


def leaks(told: Sequence[Told], caller: str, hidden: set[str]) -> list[str]:
    """Routes whose answer has something in it that is hidden from a caller.

    What was asked for by its id is named again where it is not found.
    """
    return [
        f"{one.route.name}: {sorted(found)}"
        for one in told
        if one.caller == caller and one.status < 400
        if (found := hidden & set(ID.findall(one.text)))
    ]


@pytest.mark.parametrize("status", [200, 404])
def test_an_id_in_an_answer_that_is_no_refusal_is_found(status: int) -> None:
    route = Route("matching", "GET", "/v1/items", {}, {})
    told = [Told(route, STRANGER, status, '{"item": "' + "a" * 26 + '"}')]
    assert bool(leaks(told, STRANGER, {"a" * 26})) is (status == 200)
