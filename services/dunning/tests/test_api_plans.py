"""Over HTTP, with the real decider behind it: draw up, agree, end a plan."""

from pathlib import Path

from libs.testkit.stack import Addresses
from services.dunning.tests.building import TENANT
from services.dunning.tests.facing import office
from services.dunning.tests.test_api_walk import CHASED, DEBTOR, ITEM, OTHER

PLAN = {
    "debtor": DEBTOR,
    "items": [OTHER, ITEM],
    "instalments": [
        {"amount": "50.00 EUR", "due_on": "2026-03-20"},
        {"amount": "100.00 EUR", "due_on": "2026-04-20"},
    ],
}


async def test_a_plan_is_drawn_up_agreed_told_and_ended(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack.postgres, tmp_path, facts=CHASED) as platform:
        house = platform.as_(TENANT)
        wrong = await house.post("/v1/plans", PLAN | {"items": [ITEM]})
        assert (wrong.status_code, wrong.json()["rule"]) == (422, "plan_is_not_whole")
        made = await house.post("/v1/plans", PLAN, key="one")
        assert (made.status_code, made.json()["total"]) == (201, "150.00 EUR"), made.text
        assert (await house.post("/v1/plans", PLAN, key="one")).json() == made.json()
        plan = made.json()["plan"]
        other = (await house.post("/v1/plans", PLAN, key="two")).json()["plan"]
        agreed = await house.post(f"/v1/plans/{plan}/agree", {}, key="yes")
        assert agreed.status_code == 201, agreed.text
        mixed = await house.post(f"/v1/plans/{other}/agree", {}, key="yes")
        assert (mixed.status_code, mixed.json()["rule"]) == (422, "idempotency_key_reused")

        page = await house.seen("/v1/plans", lambda page: bool(page["items"]), state="agreed")
        (row,) = page["items"]
        assert (row["plan"], row["total"], row["kept_count"]) == (plan, "150.00 EUR", 0)
        assert (row["numbers"], row["noted_by"]) == ([OTHER, ITEM], "paula")
        assert [one["due_on"] for one in row["instalments"]] == ["2026-03-20", "2026-04-20"]
        told = await house.get(f"/v1/cases/{row['case']}/next")
        assert (
            "instalment 1 of 2, 50.00 EUR, is to be paid by Friday 20 March 2026"
            in (told["sentence"])
        )

        assert (await house.post(f"/v1/plans/{plan}/end", {})).status_code == 201
        page = await house.seen("/v1/plans", lambda page: bool(page["items"]), state="ended")
        again = await house.post(f"/v1/plans/{plan}/agree", {})
        assert (again.status_code, again.json()["rule"]) == (409, "plan_is_over")
