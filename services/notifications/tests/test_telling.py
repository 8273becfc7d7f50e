"""Why a message stands where it stands, as a person reads it."""

from typing import Any

import pytest

from services.notifications.api.telling import why

PLAIN: dict[str, Any] = {
    "attempts_count": 1,
    "bounce_status": None,
    "cause": None,
    "day_on": "2026-04-01",
    "gate": None,
    "held_cause": "",
    "held_service": "",
    "not_before": None,
    "reason": None,
    "repeated": False,
    "reply": None,
    "sent_at": "2026-04-01T10:00:01Z",
}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            {"status": "ready"},
            "Composed; leaves in its hours, once its barrier has been had.",
        ),
        (
            {"status": "ready", "not_before": "2026-04-01T10:01:00Z", "reply": "451 later"},
            "Attempt 1 did not succeed (451 later); the next one may begin at"
            " 2026-04-01T10:01:00Z.",
        ),
        (
            {"status": "held", "held_cause": "parked", "held_service": "matching"},
            "Held: a key of this tenant is parked (matching); tried again until its day is over.",
        ),
        (
            {"status": "held", "held_cause": "barrier"},
            "Held: what had come in before has not had its effect in time; tried again until its"
            " day is over.",
        ),
        ({"status": "started"}, "Attempt 1 is under way."),
        (
            {"status": "started", "gate": "disputed_items_wait"},
            "Attempt 1 is under way, though the gate disputed_items_wait closed meanwhile.",
        ),
        (
            {"status": "sent", "repeated": True, "gate": "disputed_items_wait"},
            "The next mail server took it over at 2026-04-01T10:00:01Z. An earlier attempt may"
            " have left as well. It crossed a recall: the gate disputed_items_wait had closed.",
        ),
        (
            {"status": "withdrawn", "reason": "day_over"},
            "Never left: it was valid for 2026-04-01, and that day is over.",
        ),
        (
            {"status": "failed", "reason": "address_missing"},
            "Never left: there is no address to send it to.",
        ),
        (
            {"status": "failed", "reason": "refused", "reply": "550 no"},
            "Never left: the next mail server refused it for good (550 no).",
        ),
        (
            {"status": "uncertain", "reason": "uncertain"},
            "Attempt 1 may have left: nobody heard how it ended. One follows.",
        ),
        (
            {"status": "uncertain", "reason": "uncertain_for_good"},
            "Attempt 1 may have left: nobody heard how it ended. A person has to say.",
        ),
        (
            {"status": "bounced", "bounce_status": "5.1.1"},
            "It left at 2026-04-01T10:00:01Z and came back: 5.1.1.",
        ),
    ],
)
def test_a_sentence_says_why(row: dict[str, Any], sentence: str) -> None:
    assert why(PLAIN | row) == sentence
