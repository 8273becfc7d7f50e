"""Over HTTP, with the real decider behind it: approve, approve many, withhold, release."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from libs.testkit.scenarios import Heard, Told
from libs.testkit.stack import Addresses
from services.dunning.tests.building import TENANT, a_creditor, a_day, a_debtor, a_policy
from services.dunning.tests.debtor_facts import an_item
from services.dunning.tests.facing import Office, office
from services.dunning.tests.view_filling import named

DEBTOR: Final = named("debtor")
JONES: Final = named("jones")
ITEM, OTHER, OF_JONES = named("item"), named("another item"), named("item of jones")


def of_two_debtors(review: str) -> tuple[Heard | Told, ...]:
    """Each has a draft on Wednesday 18 March."""
    return (
        a_creditor(review=review),
        a_policy(),
        a_day("2026-03-10"),
        a_debtor(DEBTOR),
        a_debtor(JONES),
        an_item(ITEM, "120.00", due="2026-03-06", debtor=DEBTOR),
        an_item(OTHER, "30.00", due="2026-03-06", debtor=DEBTOR),
        an_item(OF_JONES, "70.00", due="2026-03-06", debtor=JONES),
        a_day("2026-03-18"),
    )


@pytest.fixture(name="house")
async def _house(stack: Addresses, tmp_path: Path) -> AsyncIterator[Office]:
    """One person has to approve."""
    async with office(stack.postgres, tmp_path, facts=of_two_debtors("one")) as platform:
        yield platform.as_(TENANT)


async def to_approve(house: Office, count: int) -> dict[str, Any]:
    """The drafts of today by their debtor, once there are `count`."""
    page = await house.seen(
        "/v1/demands", lambda page: len(page["items"]) == count, status="to_approve"
    )
    return {one["debtor"]: one for one in page["items"]}


async def demand(house: Office, debtor: str, status: str) -> Any:
    page = await house.seen("/v1/demands", lambda p: bool(p["items"]), debtor=debtor, status=status)
    return page["items"][0]


async def test_what_leaves_today_is_listed_with_why_and_approved_at_once(house: Office) -> None:
    drafts = await to_approve(house, 2)
    assert drafts[JONES]["because"] == f"{OF_JONES} is 12 days overdue, for step reminder"
    assert (drafts[JONES]["approvals_needed"], drafts[JONES]["approvals"]) == (1, [])
    case = drafts[JONES]["case"]
    told = await house.get(f"/v1/cases/{case}/next")
    assert told["standing"] == "to_approve"
    assert told["sentence"].endswith(
        "waits for a person to approve it; it is decided anew when the day is over."
    )

    names = [one["demand"] for one in drafts.values()]
    answer = await house.post("/v1/demands/approve", {"demands": names}, key="morning")
    assert answer.status_code == 200, answer.text
    assert [one["demand"] for one in answer.json()["items"]] == names
    assert {one["outcome"] for one in answer.json()["items"]} == {"recorded"}
    assert (await demand(house, JONES, "proposed"))["approvals"] == ["paula"]
    again = await house.post("/v1/demands/approve", {"demands": names}, key="morning")
    assert again.json() == answer.json()
    new = await house.post("/v1/demands/approve", {"demands": names})
    assert {one["outcome"] for one in new.json()["items"]} == {"nothing"}


async def test_four_eyes_are_two_people_who_name_their_keys_alike(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack.postgres, tmp_path, facts=of_two_debtors("two")) as platform:
        house, otto = platform.as_(TENANT), platform.as_(TENANT, who="otto")
        name = (await to_approve(house, 2))[JONES]["demand"]
        first = await house.post(f"/v1/demands/{name}/approve", {}, key=name)
        assert (first.status_code, first.json()["approvals_left"]) == (201, "1"), first.text
        second = await otto.post(f"/v1/demands/{name}/approve", {}, key=name)
        assert (second.status_code, second.json()["approvals_left"]) == (201, "0"), second.text


async def test_one_that_nobody_knows_is_not_found_and_the_rest_is_left_alone(
    house: Office,
) -> None:
    drafts = await to_approve(house, 2)
    names = [drafts[JONES]["demand"], "0" * 26]
    answer = await house.post("/v1/demands/approve", {"demands": names})
    assert answer.status_code == 404, answer.text
    await to_approve(house, 2)


async def test_an_item_is_taken_out_the_rest_is_approved_and_it_is_released(house: Office) -> None:
    first = (await to_approve(house, 2))[DEBTOR]["demand"]
    body = {"items": [ITEM], "for_good": True, "reason": "An calls first"}
    taken = await house.post(f"/v1/demands/{first}/withhold", body)
    assert (taken.status_code, taken.json()["until_on"]) == (201, ""), taken.text
    old = await demand(house, DEBTOR, "withdrawn")
    assert (old["demand"], old["recall_gate"]) == (first, "withheld_items_wait")

    second = await demand(house, DEBTOR, "to_approve")
    assert (second["net"], second["demand"] != first) == ("30.00 EUR", True)
    told = await house.post(f"/v1/demands/{second['demand']}/approve", {})
    assert (told.status_code, told.json()["approvals_left"]) == (201, "0"), told.text
    gone = await house.post(f"/v1/demands/{first}/approve", {})
    assert (gone.status_code, gone.json()["rule"]) == (404, "demand_unknown")

    page = await house.seen("/v1/withheld", lambda page: bool(page["items"]), state="withheld")
    (row,) = page["items"]
    assert (row["item"], row["withheld_by"], row["text"]) == (ITEM, "paula", "An calls first")
    given = await house.post(f"/v1/withheld/{ITEM}/release", {})
    assert given.status_code == 201, given.text
    again = await house.post(f"/v1/withheld/{ITEM}/release", {})
    assert (again.status_code, again.json()["rule"]) == (409, "item_is_not_withheld")
