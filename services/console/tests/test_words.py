"""Every language says everything, and every page asks only for what there is."""

import re
import string
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from libs.events.contracts.dunning import EVENTS as DUNNINGS
from libs.events.contracts.dunning import CallOutcome, DisputeReason, DisputeResolution, Gate
from libs.events.contracts.dunning_demands import StepWay
from libs.events.contracts.dunning_policies import StepAnchor, StepChannel, Tone
from libs.events.contracts.dunning_tasks import TaskKind
from libs.events.contracts.handoff import (
    PLACEMENT_EVENTS,
    ActionKind,
    ChangeReason,
    CloseResult,
    PlacementGate,
    ReactionKind,
    RecallReason,
)
from libs.events.contracts.handoff import HoldCause as OfferHoldCause
from libs.events.contracts.handoff_reports import REPORT_EVENTS
from libs.events.contracts.matching_feed import StatementWait
from libs.events.contracts.matching_payments import CandidateReason, Evidence
from libs.events.contracts.notifications import HoldCause
from libs.events.contracts.risk import LIMIT_EVENTS, SCORE_EVENTS
from libs.events.contracts.risk_limits import LimitEnd
from libs.events.contracts.risk_scores import ReasonCode
from services.console.domain.timeline import TOLD_BY_ANOTHER, Kind
from services.console.web.bench import Outcome
from services.console.web.message_states import MessageState
from services.console.web.placement_told import Stage
from services.console.web.words import LOCALES, Words, catalogue

WEB = Path(__file__).parents[1] / "web"
OTHERS = sorted(set(LOCALES) - {"en"})
SAID_OF: dict[str, tuple[object, ...]] = {
    "gates": (Gate,),
    "tasks": (TaskKind,),
    "tones": (Tone,),
    "ways": (StepWay,),
    "resolutions": (DisputeResolution,),
    "reasons": (DisputeReason, ChangeReason, RecallReason, LimitEnd),
    "outcomes": (CallOutcome,),
    "holds": (HoldCause, OfferHoldCause),
    "channels": (StepChannel,),
    "candidate_reasons": (CandidateReason,),
    "evidence": (Evidence,),
    "kinds": (Kind,),
    "states": (MessageState, Stage),
    "actions": (ActionKind,),
    "reactions": (ReactionKind,),
    "recalls": (RecallReason,),
    "results": (CloseResult,),
    "placement_gates": (PlacementGate,),
    "waits": (StatementWait,),
    "score_reasons": (ReasonCode,),
}

NOT_SHOWN = frozenset(
    {
        "case_noted",
        "check_scheduled",
        "credit_noted",
        "debtor_left",
        "debtor_noted",
        "item_changed",
        "item_dropped",
        "item_followed",
        "item_handed_on",
        "item_left",
        "item_money_noted",
        "item_taken_in",
        "plan_money_noted",
        "suspicion_noted",
    }
)
"""Of dunning: what it needs itself, or adopted from another service that tells it."""
OF_SUMS = frozenset({"exposure_changed"})
"""Stands in no timeline."""


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_the_same_keys_and_the_same_places_for_values(code: str) -> None:
    english, other = catalogue("en"), catalogue(code)
    assert other.keys() == english.keys()
    differing = {key for key in english if _places(english[key]) != _places(other[key])}
    assert differing == set()
    assert not [key for key, text in other.items() if not text.strip()]


@pytest.mark.parametrize("group", sorted(SAID_OF))
def test_every_name_that_a_service_may_say_has_words(group: str) -> None:
    names = [name for said in SAID_OF[group] for name in get_args(said)]
    assert names
    assert [name for name in names if f"{group}.{name}" not in catalogue("en")] == []


def test_every_anchor_and_every_outcome_of_a_payment_has_words() -> None:
    names = [
        f"policies.{anchor}{kind}" for anchor in get_args(StepAnchor) for kind in ("", "_business")
    ]
    names += [f"outcomes.{outcome}" for outcome in get_args(Outcome)]
    names += [
        f"outcomes.{outcome}" for outcome in ("sent", "failed_for_now", "failed", "uncertain")
    ]
    assert [name for name in names if name not in catalogue("en")] == []


def test_whatever_happens_to_credit_and_to_a_case_has_a_sentence() -> None:
    of_cases = [one for one in REPORT_EVENTS if "debtor" in one.model_fields]
    happened = (*SCORE_EVENTS, *LIMIT_EVENTS, *PLACEMENT_EVENTS, *of_cases)
    names = {one.TYPE.split(".")[2] for one in happened} - TOLD_BY_ANOTHER - OF_SUMS
    assert [name for name in sorted(names) if f"told.{name}" not in catalogue("en")] == []


def test_whatever_a_person_sees_of_dunning_and_of_a_merge_has_a_sentence() -> None:
    of_dunning = {one.TYPE.split(".")[2] for one in DUNNINGS if "debtor" in one.model_fields}
    names = of_dunning - TOLD_BY_ANOTHER - NOT_SHOWN
    names |= {"debtor_merged", "item_moved_out", "item_moved_in", "portfolio_assigned"}
    assert of_dunning >= NOT_SHOWN
    assert [name for name in sorted(names) if f"told.{name}" not in catalogue("en")] == []


def test_a_page_asks_only_for_what_there_is() -> None:
    asked = re.compile(r"""\b(?:w|words|nothing_of)\((?:w,)?\s*['"]([a-z_.-]+)['"]""")
    files = [*WEB.glob("templates/*.html"), *WEB.glob("*.py")]
    keys = {key for file in files for key in asked.findall(file.read_text("utf-8"))}
    whole = {key for key in keys if not key.endswith(".")}
    assert len(whole) > 100
    assert whole - catalogue("en").keys() == set()


@pytest.mark.parametrize(
    ("code", "money", "day"),
    [
        ("en", "€1,234.50", "6 Mar 2026"),
        ("fr", "1\u202f234,50\xa0€", "6 mars 2026"),
        ("nl", "€\xa01.234,50", "6 mrt 2026"),
        ("de", "1.234,50\xa0€", "06.03.2026"),
    ],
)
def test_each_language_writes_money_and_days_its_own_way(code: str, money: str, day: str) -> None:
    words = Words(code, "Europe/Brussels")
    assert words.money("1234.50 EUR") == money
    assert words.day("2026-03-06") == day


@pytest.mark.parametrize(
    ("code", "amount", "told"),
    [
        ("de", "999999.49", "999.999\xa0€"),
        ("de", "25121315.00", "25,1\xa0Mio.\xa0€"),
        ("nl", "25121315.00", "€\xa025,1\xa0mln."),
    ],
)
def test_a_chart_writes_millions_short(code: str, amount: str, told: str) -> None:
    assert Words(code, "UTC").short_money(Decimal(amount), "EUR") == told


def test_the_day_of_a_moment_is_that_of_the_place_where_it_is_told() -> None:
    assert Words("en", "Europe/Brussels").day_at("2026-04-01T22:30:00+00:00") == "2 Apr 2026"
    assert Words("en", "Europe/Brussels").day_at("") == "\u2013"


def test_what_a_service_says_and_nobody_translated_is_told_as_it_is() -> None:
    assert Words("nl", "UTC").of("gates", "a_gate_of_tomorrow") == "a gate of tomorrow"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
