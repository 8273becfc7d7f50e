"""Every event of a debtor has its sentence, every gate its reason, every ladder its words."""

from pathlib import Path
from typing import Final, get_args

import orjson
import pytest

from libs.events.contracts import dunning, notifications
from libs.events.contracts.dunning import Gate
from libs.events.contracts.model import Event
from services.dunning.adapters.policies import SHIPPED, read_policy
from services.dunning.api.gate_words import BECAUSE, TO_DO, held, items_told
from services.dunning.api.ladders import ladder_told, next_step
from services.dunning.api.said import said
from services.dunning.api.why import cause_told
from services.dunning.tests.view_filling import Said
from services.dunning.views.reading import ADOPTED
from services.dunning.views.timeline_rows import UNTOLD, timeline_rows

SAMPLES: Final = Path(dunning.__file__).parent / "samples"
OF_DEBTORS: Final = [
    event
    for event in (*dunning.EVENTS, *notifications.MESSAGE_EVENTS)
    if "debtor" in event.model_fields
    and event.TYPE.split(".")[2]
    not in {*UNTOLD, "debtor_noted", "promise_money_noted", "plan_money_noted"}
    and event.TYPE.split(".")[2] not in {"demand_noted", "recall_noted"}
]


@pytest.mark.parametrize("event", OF_DEBTORS, ids=lambda event: event.TYPE)
def test_every_event_of_a_debtor_has_a_sentence(event: type[Event]) -> None:
    """Read as the view keeps it: from the samples that stand for its contract."""
    file = SAMPLES / f"{event.TYPE.removeprefix('relance.')}.json"
    for sample in orjson.loads(file.read_bytes()).values():
        seen = Said()
        seen.say(event.read(orjson.dumps(sample)))
        (row,) = [one.row for one in timeline_rows(seen.events[0])]

        sentence = said(row["what"], row["details"], {})

        assert sentence != row["what"].replace("_", " ")
        assert "None" not in sentence


def test_what_is_left_out_of_a_timeline_is_an_event() -> None:
    names = {event.TYPE.split(".")[2] for event in (*dunning.EVENTS, *notifications.MESSAGE_EVENTS)}

    assert {*ADOPTED, *UNTOLD} <= names


def test_every_gate_has_a_reason_and_no_other() -> None:
    assert set(BECAUSE) == set(get_args(Gate))
    assert set(TO_DO) <= set(BECAUSE)


@pytest.mark.parametrize(
    ("gate", "sentence"),
    [
        (
            {"gate": "disputed_items_wait", "until_on": None},
            "it is disputed; to go on: resolve the dispute",
        ),
        (
            {"gate": "messages_keep_their_distance", "until_on": "2026-03-19"},
            "the last message is too recent; that ends by itself on Thursday 19 March 2026",
        ),
        (
            {"gate": "changed_amounts_are_asked_anew", "until_on": None},
            "an amount in it has changed",
        ),
        ({"gate": "a_rule_of_tomorrow", "until_on": None}, "a rule of tomorrow"),
    ],
)
def test_what_holds_is_told_with_what_ends_it(gate: dict[str, str], sentence: str) -> None:
    assert held(gate) == sentence


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], "nothing"),
        (["F-1"], "F-1"),
        (["F-1", "F-2", "F-3", "F-4"], "F-1, F-2, F-3, F-4"),
        (["F-1", "F-2", "F-3", "F-4", "F-5"], "F-1, F-2, F-3, F-4 and 1 more"),
    ],
)
def test_many_items_are_told_in_few_words(numbers: list[str], told: str) -> None:
    assert items_told(numbers) == told


def test_a_ladder_is_told_step_by_step() -> None:
    steps = read_policy(SHIPPED["four-steps"].encode()).model_dump(mode="json")["steps"]

    assert ladder_told(steps) == [
        'reminder: e-mail "reminder", 12 days after the due date',
        "call: call, 5 business days after reminder",
        "second-call: call, 5 business days after call",
        'last-chance: e-mail "last", 5 business days after second-call',
        "placement: proposed for placement, 10 days after last-chance",
    ]


def test_a_ladder_tells_whom_a_message_is_for() -> None:
    steps = read_policy(SHIPPED["four-steps"].encode()).model_dump(mode="json")["steps"]
    steps[0] |= {"to": ["cfo", "contact"], "copy_to": ["head_office", "sales"]}

    assert ladder_told(steps)[0] == (
        'reminder: e-mail "reminder" to the CFO or else the contact with a copy to the head '
        "office and whose portfolio it is in, 12 days after the due date"
    )


@pytest.mark.parametrize(
    ("had", "following"),
    [
        (set(), "reminder"),
        ({"reminder"}, "call"),
        ({"second-call"}, "last-chance"),  # one that came late takes those below it with it
        ({"reminder", "placement"}, None),
    ],
)
def test_the_next_step_lies_above_the_highest_that_was_had(
    had: set[str], following: str | None
) -> None:
    steps = read_policy(SHIPPED["four-steps"].encode()).model_dump(mode="json")["steps"]
    found = next_step(steps, had)

    assert (found["step"] if found else None) == following


@pytest.mark.parametrize(
    ("what", "details", "sentence"),
    [
        (
            "plan_ended",
            {"reason": "merged", "ended_by": ""},
            "Plan ended by a merge: what is left of it is a promise at the other debtor",
        ),
        ("plan_ended", {"reason": "taken_back", "ended_by": "paula"}, "Plan taken back by paula"),
        ("dunning_resumed", {"resumed_by": ""}, "Pause ended at the debtor that it came from"),
        ("dunning_resumed", {"resumed_by": "paula"}, "Pause ended by paula"),
    ],
)
def test_what_a_merge_did_is_said_by_nobody(
    what: str, details: dict[str, str], sentence: str
) -> None:
    assert said(what, details, {}) == sentence


def test_what_a_promise_without_a_day_kept_back_is_told_without_one() -> None:
    """It was a plan of a debtor that whoever asks does not see."""
    cause = {"kind": "promise", "id": "p1", "pay_by_on": None, "amount": "48.00 EUR"}
    assert cause_told(cause) == " — 48.00 EUR promised"
