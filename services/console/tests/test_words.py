"""Every language says everything, and every page asks only for what there is."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from libs.events.contracts.dunning import CallOutcome, DisputeReason, DisputeResolution, Gate
from libs.events.contracts.dunning_demands import StepWay
from libs.events.contracts.dunning_policies import StepAnchor, StepChannel, Tone
from libs.events.contracts.dunning_tasks import TaskKind
from libs.events.contracts.matching_payments import CandidateReason, Evidence
from libs.events.contracts.notifications import HoldCause
from services.console.domain.timeline import Kind
from services.console.web.bench import Outcome
from services.console.web.message_states import MessageState
from services.console.web.words import LOCALES, Words, catalogue

WEB = Path(__file__).parents[1] / "web"
OTHERS = sorted(set(LOCALES) - {"en"})
SAID_OF = {
    "gates": Gate,
    "tasks": TaskKind,
    "tones": Tone,
    "ways": StepWay,
    "resolutions": DisputeResolution,
    "reasons": DisputeReason,
    "outcomes": CallOutcome,
    "holds": HoldCause,
    "channels": StepChannel,
    "candidate_reasons": CandidateReason,
    "evidence": Evidence,
    "kinds": Kind,
    "states": MessageState,
}


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_the_same_keys_and_the_same_places_for_values(code: str) -> None:
    english, other = catalogue("en"), catalogue(code)
    assert other.keys() == english.keys()
    differing = {key for key in english if _places(english[key]) != _places(other[key])}
    assert differing == set()
    assert not [key for key, text in other.items() if not text.strip()]


@pytest.mark.parametrize("group", sorted(SAID_OF))
def test_every_name_that_a_service_may_say_has_words(group: str) -> None:
    missing = [
        name for name in get_args(SAID_OF[group]) if f"{group}.{name}" not in catalogue("en")
    ]
    assert missing == []


def test_every_anchor_and_every_outcome_of_a_payment_has_words() -> None:
    names = [
        f"policies.{anchor}{kind}" for anchor in get_args(StepAnchor) for kind in ("", "_business")
    ]
    names += [f"outcomes.{outcome}" for outcome in get_args(Outcome)]
    assert [name for name in names if name not in catalogue("en")] == []


def test_a_page_asks_only_for_what_there_is() -> None:
    asked = re.compile(r"""\b(?:w|words)\(\s*['"]([a-z_.-]+)['"]""")
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


def test_what_a_service_says_and_nobody_translated_is_told_as_it_is() -> None:
    assert Words("nl", "UTC").of("gates", "a_gate_of_tomorrow") == "a gate of tomorrow"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
