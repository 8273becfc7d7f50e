"""The end of a month: one creditor at a time, and nothing is lost where it was interrupted."""

from datetime import date
from typing import Any

import pytest

from agency.calling import Relance
from agency.settling import SeveralCreditors, settle
from agency.working import CASES, Caseworker


class Remembering(Relance):
    """Answers from what it was told, as the agency API does: what is recovered is open no more."""

    def __init__(self, **creditors: str) -> None:
        """The creditor of each case; 50.00 are open of it."""
        super().__init__("http://nowhere", "token")
        self.creditors, self.open = creditors, dict.fromkeys(creditors, "50.00 EUR")
        self.recoveries: dict[str, dict[str, Any]] = {}
        self.remitted: list[dict[str, Any]] = []
        self.closed: list[str] = []

    def get(self, path: str) -> Any:
        place = path.partition("?")[0]
        if place == "/v1/agency/feed":
            return {"entries": [], "cursor": 0}
        if place == "/v1/agency/recoveries":
            return {"items": list(self.recoveries.values()), "next": None}
        if place == CASES:
            running = [self._case(one) for one in self.creditors if one not in self.closed]
            return {"items": running, "next": None}
        return self._case(place.rpartition("/")[2])

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:
        *_, placement, act = path.split("/")
        if act == "recoveries":
            name, self.open[placement] = f"r-{placement}", "0.00 EUR"
            about = {"recovery": name, "creditor": self.creditors[placement]}
            self.recoveries[name] = about
            return about
        if act == "remittances":
            self.remitted.append(body)
            for name in body["recoveries"]:
                self.recoveries[name]["remittance"] = body["reference"]
            return {"net": f"{50 * len(body['recoveries'])}.00 EUR"}
        self.closed.append(placement)
        return {}

    def _case(self, placement: str) -> dict[str, Any]:
        items = [{"item": f"i-{placement}", "open": self.open[placement]}]
        about = {"placement": placement, "creditor": self.creditors[placement]}
        return about | {"items": items}


def a_worker(relance: Remembering) -> Caseworker:
    return Caseworker(relance, date(2026, 4, 30))


def test_all_cases_of_a_creditor_are_one_transfer() -> None:
    relance = Remembering(p1="north", p2="north")
    said = settle(a_worker(relance), "REM-1")
    assert said == {"reference": "REM-1", "net": "100.00 EUR", "recoveries": 2, "closed": 2}


def test_of_several_creditors_one_is_settled_at_a_time() -> None:
    relance = Remembering(p1="north", p2="south")
    with pytest.raises(SeveralCreditors, match="north, south"):
        settle(a_worker(relance), "REM-1")
    assert relance.recoveries == {}, "nothing was begun"
    settle(a_worker(relance), "REM-1", "south")
    assert [one["recoveries"] for one in relance.remitted] == [["r-p2"]]
    assert relance.closed == ["p2"]


def test_what_was_reported_before_it_was_interrupted_is_remitted_by_the_next_run() -> None:
    relance = Remembering(p1="north")
    a_worker(relance).recover("p1")
    said = settle(a_worker(relance), "REM-1")
    assert (said["net"], said["recoveries"]) == ("50.00 EUR", 1)
    assert settle(a_worker(relance), "REM-2")["net"] == ""
