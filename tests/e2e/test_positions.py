"""Who writes something reads it at once by the position that he was told."""

from typing import Any

import httpx

from libs.chassis.positions import HEADER
from tests.e2e.builders.parties import a_debtor
from tests.e2e.conftest import OpenChase

DEBTOR = a_debtor("C-71", "Peeters BV")
MOVED_TO = "2026-05-29"


async def asked(http: httpx.AsyncClient, place: str, token: str, **query: str) -> Any:
    """Asked once: nothing is looked at again."""
    answer = await http.get(place, params={"after": token, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_was_written_is_read_at_once_here_and_where_it_is_heard(
    chase_of: OpenChase,
) -> None:
    async with chase_of("positions", feed="none") as chase:
        office = chase.office
        await chase.publish(await chase.shipped("four-steps"))
        await chase.until("2026-03-02")
        (entered,) = await office.owed(office.papers.invoice("F-71", "71.00", DEBTOR))
        item = (await office.item("F-71"))["item"]
        said = {"due_on": MOVED_TO, "reason": "agreed by phone"}
        moved = await office.matching.post(f"/v1/items/{item}/due-date", json=said)
        token = moved.headers[HEADER]
        assert (await asked(office.matching, f"/v1/items/{item}", token))["due_on"] == MOVED_TO

        debtor = entered["debtor"]
        async with office.platform.caller("dunning", office.tenant) as dunning:
            (case,) = (await asked(dunning, "/v1/cases", token, debtor=debtor))["items"]
            (heard,) = (await asked(dunning, f"/v1/cases/{case['case']}", token))["items"]
            assert heard["due_on"] == MOVED_TO
            for text in ("first", "second", "third"):
                noted = await dunning.post("/v1/notes", json={"debtor": debtor, "text": text})
                page = await asked(dunning, "/v1/notes", noted.headers[HEADER], debtor=debtor)
                assert text in [one["text"] for one in page["items"]]
        async with office.platform.caller("calendar", office.tenant) as calendar:
            refused = await calendar.get("/v1/days", params={"after": token})
            assert (refused.status_code, refused.json()["rule"]) == (422, "position_not_followed")
