"""Over HTTP, with the real decider behind it: score, limit, order-check, override, watch."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from libs.chassis.problems import MEDIA_TYPE
from libs.testkit.stack import Addresses
from services.risk.tests.building import TENANT, a_creditor, a_day, a_debtor, an_item
from services.risk.tests.facing import Office, office
from services.risk.tests.view_filling import named

DEBTOR: Final = named("debtor")
OTHER: Final = named("another debtor")
LIMIT: Final = {"debtor": DEBTOR, "amount": "1000.00 EUR", "reason": "asks for thirty days"}
GRANT: Final = {"expires_on": "2026-12-31"}
OVERRIDE: Final = {
    "debtor": DEBTOR,
    "band": "E",
    "until_on": "2026-04-30",
    "reason": "its owner left",
}
WATCH: Final = {"debtor": DEBTOR, "reason": "two suppliers stopped"}
CHECK: Final = f"/v1/debtors/{DEBTOR}/order-check"


@pytest.fixture(name="house")
async def _house(stack: Addresses, tmp_path: Path) -> AsyncIterator[Office]:
    """Two debtors without history; one owes 700.00, of which 100.00 are overdue."""
    facts = (
        a_creditor(),
        a_day("2026-03-10"),
        a_debtor(DEBTOR),
        a_debtor(OTHER),
        an_item(named("F-1"), "600.00", due="2026-03-30", debtor=DEBTOR),
        an_item(named("F-2"), "100.00", due="2026-03-06", debtor=DEBTOR),
    )
    async with office(stack.postgres, tmp_path, facts) as found:
        yield found


async def with_a_limit(house: Office, amount: str = "1000.00 EUR") -> str:
    """Ask for a limit and have it granted; returns its id once it is shown."""
    asked = await house.post("/v1/limits", LIMIT | {"amount": amount})
    assert asked.status_code == 201, asked.text
    limit = str(asked.json()["limit"])
    granted = await house.post(f"/v1/limits/{limit}/grant", GRANT)
    assert granted.status_code == 201, granted.text
    await house.seen(f"/v1/limits/{limit}", lambda one: one["state"] == "granted")
    return limit


async def test_a_debtor_is_shown_with_its_score_in_words_and_what_it_owes(house: Office) -> None:
    found = await house.get(f"/v1/debtors/{DEBTOR}")
    assert (found["band"], found["late_percent"], found["model"]) == ("B", 13, "own-history.1")
    assert found["why"] == [
        "10 % or more of what it owes is overdue.",
        "Nothing is known of its payments yet: it is taken to be like any new debtor (12 %).",
    ]
    (owed,) = found["exposures"]
    assert (owed["not_due"], owed["overdue"], owed["disputed"], owed["total"]) == (
        "600.00 EUR",
        "100.00 EUR",
        "0.00 EUR",
        "700.00 EUR",
    )
    assert found["timeline"][1]["said"] == "Band to B: by its score"


async def test_debtors_are_listed_page_by_page_and_by_band(house: Office) -> None:
    first = await house.get("/v1/debtors", limit="1")
    second = await house.get("/v1/debtors", limit="1", after=first["next"])
    shown = [one["debtor"] for page in (first, second) for one in page["items"]]
    assert shown == sorted((DEBTOR, OTHER))
    assert (await house.get("/v1/debtors", band="E"))["items"] == []
    assert (await house.get("/v1/debtors", limit="2", after=shown[-1]))["next"] is None


async def test_an_order_within_the_limit_is_shipped_and_one_beyond_is_not(house: Office) -> None:
    await with_a_limit(house)
    fits = await house.get(CHECK, amount="300.00 EUR")
    assert (fits["may_ship"], fits["headroom"], fits["limit"]) == (
        True,
        "300.00 EUR",
        "1000.00 EUR",
    )
    beyond = await house.get(CHECK, amount="300.01 EUR")
    assert beyond["may_ship"] is False
    assert beyond["reasons"][0]["code"] == "over_limit"
    assert beyond["exposure"]["overdue"] == "100.00 EUR"


async def test_a_breached_limit_ships_nothing_until_it_is_raised(house: Office) -> None:
    await with_a_limit(house, "650.00 EUR")
    page = await house.seen("/v1/debtors", lambda page: bool(page["items"]), breached="true")
    assert [one["debtor"] for one in page["items"]] == [DEBTOR]
    refused = await house.get(CHECK, amount="1.00 EUR")
    assert (refused["may_ship"], refused["reasons"][0]["code"]) == (False, "limit_breached")

    await with_a_limit(house, "2000.00 EUR")
    shipped = await house.seen(CHECK, lambda one: one["may_ship"], amount="1.00 EUR")
    assert shipped["headroom"] == "1300.00 EUR"
    states = [one["state"] for one in (await house.get("/v1/limits", debtor=DEBTOR))["items"]]
    assert sorted(states) == ["ended", "granted"]


async def test_an_idempotency_key_is_of_one_request(house: Office) -> None:
    first = await house.post("/v1/limits", LIMIT, key="one")
    assert (await house.post("/v1/limits", LIMIT, key="one")).json() == first.json()
    reused = await house.post("/v1/limits", LIMIT | {"reason": "another"}, key="one")
    assert (reused.status_code, reused.json()["rule"]) == (422, "idempotency_key_reused")
    waits = await house.post("/v1/limits", LIMIT)
    assert (waits.status_code, waits.json()["rule"]) == (409, "request_waits")


async def test_a_request_is_refused_with_a_reason_and_a_limit_is_ended(house: Office) -> None:
    asked = await house.post("/v1/limits", LIMIT)
    limit = asked.json()["limit"]
    place = f"/v1/limits/{limit}"
    refused = await house.post(f"{place}/refuse", {"reason": "too new"})
    assert refused.status_code == 201, refused.text
    shown = await house.seen(place, lambda one: one["state"] == "refused")
    assert (shown["reason"], shown["refusal"], shown["refused_by"]) == (
        "asks for thirty days",
        "too new",
        "paula",
    )
    again = await house.post(f"{place}/grant", GRANT)
    assert (again.status_code, again.json()["rule"]) == (409, "request_is_not_waiting")
    held = await with_a_limit(house)
    assert (await house.post(f"/v1/limits/{held}/end", {})).status_code == 201
    ended = await house.seen(f"/v1/limits/{held}", lambda one: one["state"] == "ended")
    assert (ended["end_reason"], ended["ended_by"]) == ("person", "paula")


async def test_a_person_overrides_a_band_and_ends_it(house: Office) -> None:
    said = await house.post("/v1/overrides", OVERRIDE)
    assert said.status_code == 201, said.text
    found = await house.seen(f"/v1/debtors/{DEBTOR}", lambda one: one["band"] == "E")
    assert (found["score_band"], found["band_cause"]) == ("B", "override")
    assert found["overrides"][0]["reason"] == "its owner left"
    refused = await house.get(CHECK, amount="1.00 EUR")
    assert refused["reasons"][0]["sentence"] == "It is in band E, the worst: a person says so."
    assert (await house.post(f"/v1/overrides/{DEBTOR}/end", {})).status_code == 201
    await house.seen(CHECK, lambda one: one["may_ship"], amount="1.00 EUR")
    page = await house.get("/v1/overrides", debtor=DEBTOR, state="ended")
    assert [one["end_reason"] for one in page["items"]] == ["person"]


async def test_the_watch_list_names_who_is_watched_and_ships_nothing_to_them(
    house: Office,
) -> None:
    assert (await house.post("/v1/watches", WATCH)).status_code == 201
    page = await house.seen("/v1/watches", lambda page: bool(page["items"]), state="watched")
    assert (page["items"][0]["debtor"], page["items"][0]["reason"]) == (
        DEBTOR,
        "two suppliers stopped",
    )
    refused = await house.get(CHECK, amount="1.00 EUR")
    assert (refused["may_ship"], refused["reasons"][0]["code"]) == (False, "watched")
    ended = await house.post(f"/v1/watches/{DEBTOR}/end", {"reason": "they ship again"})
    assert ended.status_code == 201, ended.text
    await house.seen("/v1/watches", lambda page: not page["items"], state="watched")
    again = await house.post(f"/v1/watches/{DEBTOR}/end", {"reason": "again"})
    assert (again.status_code, again.json()["rule"]) == (409, "is_not_watched")


WRONG: Final[list[tuple[str, dict[str, Any], int, str, str]]] = [
    ("/v1/limits", LIMIT | {"debtor": named("nobody")}, 404, "debtor_unknown", "debtor"),
    ("/v1/limits", LIMIT | {"amount": "0.00 EUR"}, 422, "amount_not_positive", "amount"),
    ("/v1/limits", LIMIT | {"amount": 5}, 422, "bad_request", "body.amount"),
    ("/v1/limits", LIMIT | {"reason": ""}, 422, "bad_request", "body.reason"),
    ("/v1/overrides", OVERRIDE | {"band": "F"}, 422, "bad_request", "body.band"),
    ("/v1/overrides", OVERRIDE | {"until_on": "2026-03-01"}, 422, "day_has_passed", "day_on"),
    ("/v1/overrides", OVERRIDE | {"until_on": "2066-03-01"}, 422, "day_too_far", "day_on"),
    ("/v1/watches", WATCH | {"reason": "a\x00b"}, 422, "bad_request", "body.reason"),
    ("/v1/watches", WATCH | {"by": "otto"}, 422, "bad_request", "body.by"),
]
"""Where, what is sent, and the answer's status, rule and the field that it names."""
SENSELESS: Final = [
    (CHECK, 422),
    (f"{CHECK}?amount=12", 422),
    (f"{CHECK}?amount=1.000%20EUR", 422),
    (f"{CHECK}?amount=-1.00%20EUR", 422),
    ("/v1/debtors?band=Z", 422),
    ("/v1/limits?state=lost", 422),
    ("/v1/debtors?limit=0", 422),
    (f"/v1/limits/{named('none')}", 404),
    (f"/v1/debtors/{named('nobody')}", 404),
    (f"/v1/debtors/{named('nobody')}/order-check?amount=1.00%20EUR", 404),
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


async def test_who_may_only_look_says_nothing_and_another_tenant_sees_nothing(
    house: Office,
) -> None:
    looks = house.as_(TENANT, "reader")
    assert (await looks.get(CHECK, amount="1.00 EUR"))["may_ship"] is True
    assert (await looks.post("/v1/limits", LIMIT)).status_code == 403
    assert (await looks.post("/v1/watches", WATCH)).status_code == 403
    stranger = house.as_("other")
    assert (await stranger.get("/v1/debtors"))["items"] == []
    assert (await stranger.http.get(f"/v1/debtors/{DEBTOR}")).status_code == 404
    assert (await stranger.http.get(CHECK, params={"amount": "1.00 EUR"})).status_code == 404
    limit = await with_a_limit(house)
    assert (await stranger.http.get(f"/v1/limits/{limit}")).status_code == 404
    assert (await stranger.post(f"/v1/limits/{limit}/end", {})).status_code == 404
