"""Over HTTP, with the real decider behind it: publish, ask, promise, dispute, call, pause."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from libs.chassis.problems import MEDIA_TYPE
from libs.testkit.scenarios import Heard, Told
from libs.testkit.stack import Addresses
from services.dunning.adapters.policies import SHIPPED
from services.dunning.tests.building import TENANT, a_creditor, a_day, a_debtor, a_policy
from services.dunning.tests.debtor_facts import an_item
from services.dunning.tests.facing import Office, office
from services.dunning.tests.view_filling import named

DEBTOR: Final = named("debtor")
ITEM: Final = named("item")
OTHER: Final = named("another item")
CHASED: Final[Sequence[Heard | Told]] = (
    a_creditor(),
    a_policy(),
    a_day("2026-03-10"),
    a_debtor(DEBTOR),
    an_item(ITEM, "120.00", due="2026-03-06", debtor=DEBTOR),
    an_item(OTHER, "30.00", due="2026-03-06", debtor=DEBTOR),
)
PROMISE: Final = {"debtor": DEBTOR, "items": [ITEM], "pay_by_on": "2026-03-27"}
PAUSE: Final = {"debtor": DEBTOR, "until_on": "2026-04-01", "reason": "flooded"}
DISPUTE: Final = {"debtor": DEBTOR, "item": ITEM, "reason": "damaged", "text": "two boxes"}


async def the_case(house: Office) -> Any:
    page = await house.seen("/v1/cases", lambda page: bool(page["items"]))
    return page["items"][0]


async def test_a_policy_is_published_and_its_cases_are_chased(
    stack: Addresses, tmp_path: Path
) -> None:
    facts = (a_creditor(), a_day("2026-03-10"), a_debtor(DEBTOR))
    async with office(stack.postgres, tmp_path, facts=facts) as platform:
        house = platform.as_(TENANT)
        raw = SHIPPED["four-steps"].encode()
        first = await house.http.post("/v1/policies", content=raw)
        assert (first.status_code, first.json()["version"]) == (201, "1"), first.text
        again = await house.http.put("/v1/policies/four-steps", content=raw)
        assert (again.status_code, again.json()["version"]) == (200, "1")
        other = await house.http.post("/v1/policies", content=raw + b"grace_days: 4\n")
        assert (other.status_code, other.json()["version"]) == (201, "2")
        policy = await house.get("/v1/policies/four-steps/versions/2")
        assert policy["grace_days"] == 4
        assert policy["ladder"][1] == "call: call, 5 business days after reminder"

        house.inbox.hears(an_item(ITEM, "120.00", due="2026-03-06", debtor=DEBTOR))
        case = await the_case(house)
        place = f"/v1/cases/{case['case']}/next"
        told = await house.seen(place, lambda told: told["standing"] == "planned")
        assert (told["on"], told["step"]) == ("2026-03-18", "reminder")
        house.inbox.hears(a_day("2026-03-18"))
        page = await house.seen("/v1/demands", lambda page: bool(page["items"]))
        (demand,) = page["items"]
        assert (demand["net"], demand["status"]) == ("120.00 EUR", "proposed")
        whole = await house.get(f"/v1/demands/{demand['demand']}")
        (why,) = whole["why"]["asked_for"]
        assert why == (
            f"{ITEM}: 120.00 EUR, due Friday 6 March 2026, 12 days overdue; step reminder of"
            " four-steps comes 12 days after the due date."
        )


async def test_a_policy_that_was_published_meanwhile_is_not_published_over(
    stack: Addresses, tmp_path: Path
) -> None:
    place, raw = "/v1/policies/four-steps", SHIPPED["four-steps"].encode()
    async with office(stack.postgres, tmp_path, facts=(a_creditor(),)) as platform:
        http = platform.as_(TENANT).http
        assert (await http.put(place, content=raw)).status_code == 201
        seen = (await http.get(place)).headers["ETag"]
        unchanged = await http.get(place, headers={"If-None-Match": seen})
        assert (unchanged.status_code, unchanged.content) == (304, b"")

        edit = {"If-Match": seen}
        first = await http.put(place, content=raw + b"grace_days: 4\n", headers=edit)
        assert first.json()["version"] == "2"
        late = await http.put(place, content=raw + b"grace_days: 5\n", headers=edit)
        assert (late.status_code, late.json()["rule"]) == (412, "version_differs")


async def test_a_promise_recalls_the_demand_and_is_taken_back(
    stack: Addresses, tmp_path: Path
) -> None:
    facts = (*CHASED, a_day("2026-03-18"))
    async with office(stack.postgres, tmp_path, facts=facts) as platform:
        house = platform.as_(TENANT)
        made = await house.post("/v1/promises", PROMISE, key="one")
        assert made.status_code == 201, made.text
        assert (await house.post("/v1/promises", PROMISE, key="one")).json() == made.json()
        reused = await house.post("/v1/promises", PROMISE | {"items": []}, key="one")
        assert (reused.status_code, reused.json()["rule"]) == (422, "idempotency_key_reused")

        page = await house.seen("/v1/demands", lambda page: bool(page["items"]), status="recalled")
        whole = await house.get(f"/v1/demands/{page['items'][0]['demand']}")
        assert whole["why"]["recalled"] == (
            f"Recalled for {ITEM}: the debtor promised to pay it — 120.00 EUR promised by Friday"
            " 27 March 2026."
        )
        page = await house.seen("/v1/promises", lambda page: bool(page["items"]), state="open")
        (promise,) = page["items"]
        assert promise["promise"] == made.json()["promise"]
        taken = await house.post(f"/v1/promises/{promise['promise']}/take-back", {})
        assert taken.status_code == 201, taken.text
        await house.seen("/v1/promises", lambda page: bool(page["items"]), state="ended")


async def test_a_dispute_silences_its_item_until_it_is_resolved(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack.postgres, tmp_path, facts=CHASED) as platform:
        house = platform.as_(TENANT)
        opened = await house.post("/v1/disputes", DISPUTE)
        assert opened.status_code == 201, opened.text
        dispute = await house.get(f"/v1/disputes/{opened.json()['dispute']}")
        assert (dispute["owner"], dispute["text"], dispute["state"]) == (
            "paula",
            "two boxes",
            "open",
        )
        house.inbox.hears(a_day("2026-03-18"))
        page = await house.seen("/v1/demands", lambda page: bool(page["items"]))
        assert [one["item"] for one in page["items"][0]["items"]] == [OTHER]
        place = f"/v1/disputes/{dispute['dispute']}/resolve"
        resolved = await house.post(place, {"resolution": "refused"})
        assert resolved.status_code == 201, resolved.text
        again = await house.post(place, {"resolution": "valid"})
        assert (again.status_code, again.json()["rule"]) == (409, "dispute_is_resolved")


async def test_a_pause_a_claim_a_note_and_a_task(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack.postgres, tmp_path, facts=CHASED) as platform:
        house = platform.as_(TENANT)
        assert (await house.post("/v1/pauses", PAUSE)).status_code == 201
        await house.seen("/v1/pauses", lambda page: len(page["items"]) == 1, state="paused")
        assert (await house.post(f"/v1/pauses/{DEBTOR}/resume", {})).status_code == 201
        over = await house.post(f"/v1/pauses/{DEBTOR}/resume", {})
        assert (over.status_code, over.json()["rule"]) == (409, "nothing_is_paused")

        claimed = await house.post("/v1/paid-claims", {"debtor": DEBTOR, "item": ITEM})
        assert (claimed.status_code, claimed.json()["until_on"]) == (201, "2026-03-15"), (
            claimed.text
        )  # 10 March and the policy's five days
        page = await house.seen("/v1/tasks", lambda page: bool(page["items"]), state="open")
        (task,) = page["items"]
        assert (task["kind"], task["about"]) == ("paid_claim", ITEM)
        assert (await house.post(f"/v1/tasks/{task['task']}/done", {})).status_code == 201
        await house.seen("/v1/tasks", lambda page: not page["items"], state="open")

        noted = await house.post("/v1/notes", {"debtor": DEBTOR, "text": "Ask for An\nafter two"})
        assert noted.status_code == 201
        note = await house.get(f"/v1/notes/{noted.json()['note']}")
        assert (note["text"], note["noted_by"]) == ("Ask for An\nafter two", "paula")
        debtor = await house.get(f"/v1/debtors/{DEBTOR}")
        said = [one["said"] for one in debtor["timeline"]]
        assert "Paused until Wednesday 1 April 2026: flooded" in said
        assert "paula noted: “Ask for An\nafter two”" in said


WRONG: Final[list[tuple[str, dict[str, Any], int, str, str]]] = [
    ("/v1/promises", PROMISE | {"debtor": named("nobody")}, 404, "debtor_unknown", "debtor"),
    ("/v1/pauses", PAUSE | {"until_on": "2026-03-01"}, 422, "day_has_passed", "day_on"),
    ("/v1/promises", PROMISE | {"amount": "500.00 EUR"}, 422, "amount_over_open", "amount"),
    ("/v1/promises", PROMISE | {"amount": "5.00 USD"}, 422, "currency_differs", "amount"),
    ("/v1/promises", PROMISE | {"amount": 5}, 422, "bad_request", "body.amount"),
    ("/v1/promises", PROMISE | {"items": ["F-17"]}, 422, "bad_request", "body.items.0"),
    ("/v1/disputes", DISPUTE | {"item": named("none")}, 422, "item_unknown", "item"),
    ("/v1/disputes", DISPUTE | {"reason": "rude"}, 422, "bad_request", "body.reason"),
    ("/v1/disputes", DISPUTE | {"text": "a\x00b"}, 422, "bad_request", "body.text"),
    ("/v1/pauses", {"debtor": DEBTOR, "reason": "x"}, 422, "bad_request", "body.until_on"),
    ("/v1/notes", {"debtor": DEBTOR, "text": ""}, 422, "bad_request", "body.text"),
    ("/v1/notes", {"debtor": DEBTOR, "text": "x", "by": 1}, 422, "bad_request", "body.by"),
]
"""Where, what is sent, and the answer's status, rule and the field that it names."""
SENSELESS: Final = [
    ("/v1/demands?status=lost", 422),
    ("/v1/demands?day_on=tomorrow", 422),
    ("/v1/cases?gate=unknown_rule", 422),
    ("/v1/cases?limit=0", 422),
    ("/v1/policies/Four%20Steps", 422),
    ("/v1/policies/shipped/none", 404),
    ("/v1/nothing", 404),
]


async def test_what_cannot_be_is_answered_with_rule_and_field(house: Office) -> None:
    for path, body, status, rule, field in WRONG:
        answer = await house.post(path, body)

        told = answer.json()
        assert (answer.status_code, told.get("rule")) == (status, rule), answer.text
        assert answer.headers["Content-Type"] == MEDIA_TYPE
        assert field in told["fields"]


async def test_a_question_that_makes_no_sense_is_refused(house: Office) -> None:
    for path, status in SENSELESS:
        answer = await house.http.get(path)

        assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA_TYPE), path


async def test_a_policy_that_is_refused_leaves_no_trace_and_is_told_whole(house: Office) -> None:
    answer = await house.http.post("/v1/policies", content=b"policy: p\ntitle: P\nstep: []\n")

    told = answer.json()
    assert (answer.status_code, told["rule"]) == (422, "field_missing")
    assert told["detail"] == "line 1: the policy does not say its steps."
    assert [(one["field"], one["position"]) for one in told["errors"]] == [
        ("steps", "line 1"),
        ("step", "line 3"),
    ]
    wrong = await house.http.put("/v1/policies/other", content=SHIPPED["four-steps"].encode())
    assert (wrong.status_code, "calls itself four-steps" in wrong.text) == (422, True)
    assert "p" not in [one["policy"] for one in (await house.get("/v1/policies"))["items"]]


async def test_the_schema_and_the_shipped_policies_are_served(house: Office) -> None:
    schema = await house.http.get("/v1/policies/schema")
    assert schema.headers["Content-Type"] == "application/schema+json"
    assert schema.json()["required"] == ["policy", "title", "steps"]
    file = await house.http.get("/v1/policies/shipped/four-steps")
    assert file.text == SHIPPED["four-steps"]


async def test_who_may_only_look_says_nothing_and_no_controller_publishes(house: Office) -> None:
    looks, acts = house.as_(TENANT, "reader"), house.as_(TENANT, "controller")

    assert (await looks.http.get("/v1/cases")).status_code == 200
    assert (await looks.post("/v1/notes", {"debtor": DEBTOR, "text": "x"})).status_code == 403
    raw = SHIPPED["four-steps"].encode()
    assert (await acts.http.post("/v1/policies", content=raw)).status_code == 403
    stranger = house.as_("other")
    assert (await stranger.get("/v1/cases"))["items"] == []
    assert (await stranger.http.get(f"/v1/debtors/{DEBTOR}")).status_code == 404
