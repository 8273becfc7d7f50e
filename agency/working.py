"""What the sandbox agency does with a case: it accepts, acts, recovers, remits and closes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from agency.calling import Relance

CASES = "/v1/agency/placements"
BEGINS = {"item_disputed": "dispute", "promise_made": "promise"}
ENDS = {"dispute_resolved": "dispute", "promise_ended": "promise"}


class Caseworker:
    """Works on what the feed tells, entry by entry; each step can be taken again."""

    def __init__(self, relance: Relance, today: date) -> None:
        self._relance, self._today = relance, today.isoformat()
        self.cursor = 0
        """The number of the last entry that was read: keep it where it survives."""

    def read_feed(self) -> list[dict[str, Any]]:
        """What is new since the last time, in order."""
        page = self._relance.get(f"/v1/agency/feed?cursor={self.cursor}")
        self.cursor = page["cursor"]
        entries: list[dict[str, Any]] = page["entries"]
        return entries

    def agreed(self) -> set[str]:
        """Placements of which the debtor and the creditor agreed something that still stands."""
        open_at: dict[str, set[str]] = {}
        while entries := self.read_feed():
            for one in entries:
                of_case, facts = open_at.setdefault(one["placement"], set()), one["facts"]
                if one["kind"] in BEGINS:
                    of_case.add(facts[BEGINS[one["kind"]]])
                elif one["kind"] in ENDS:
                    of_case.discard(facts[ENDS[one["kind"]]])
        return {placement for placement, names in open_at.items() if names}

    def cases(self) -> Iterator[dict[str, Any]]:
        """Those that it has accepted, with their items."""
        after = ""
        while True:
            page = self._relance.get(f"{CASES}?stage=accepted{after}")
            for one in page["items"]:
                yield self.case(one["placement"])
            if not page["next"]:
                return
            after = f"&after={page['next']}"

    def case(self, placement: str) -> dict[str, Any]:
        found: dict[str, Any] = self._relance.get(f"{CASES}/{placement}")
        return found

    def accept(self, placement: str) -> None:
        place = f"{CASES}/{placement}/accept"
        self._relance.post(place, {"reference": f"SANDBOX-{placement[:6]}"}, f"accept-{placement}")

    def act(self, placement: str) -> None:
        """Two actions, and what the debtor said to them."""
        for number, kind in enumerate(("letter", "call")):
            body = {"kind": kind, "done_on": self._today, "text": f"{kind} to the debtor"}
            self._relance.post(f"{CASES}/{placement}/actions", body, f"{kind}-{number}-{placement}")
        said = {"kind": "promise", "said_on": self._today, "text": "will pay on Friday"}
        self._relance.post(f"{CASES}/{placement}/reactions", said, f"reaction-{placement}")

    def recover(self, placement: str) -> str:
        """All that is open of the case was paid to the agency; the recovery's id, if anything."""
        items = [
            {"item": one["item"], "amount": one["open"]}
            for one in self.case(placement)["items"]
            if Decimal(one["open"].split()[0]) > 0 and "recalled" not in one
        ]
        if not items:
            return ""
        body = {"items": items, "received_on": self._today}
        place = f"{CASES}/{placement}/recoveries"
        answer = self._relance.post(place, body, f"recovery-{placement}")
        return str(answer["recovery"])

    def unremitted(self, creditor: str) -> Iterator[str]:
        """Recoveries of a creditor's cases that no transfer was reported for yet."""
        after = ""
        while True:
            page = self._relance.get(f"/v1/agency/recoveries?limit=500{after}")
            for one in page["items"]:
                if one.get("creditor") == creditor and "remittance" not in one:
                    yield one["recovery"]
            if not page["next"]:
                return
            after = f"&after={page['next']}"

    def remit(self, creditor: str, recoveries: list[str], reference: str) -> dict[str, Any]:
        """One transfer for many cases, net of fees; say it before the money is on its way."""
        body = {
            "creditor": creditor,
            "reference": reference,
            "recoveries": recoveries,
            "remitted_on": self._today,
        }
        answer: dict[str, Any] = self._relance.post("/v1/agency/remittances", body, reference)
        return answer

    def close(self, placement: str, result: str = "recovered") -> None:
        place = f"{CASES}/{placement}/close"
        self._relance.post(place, {"result": result}, f"close-{placement}")
