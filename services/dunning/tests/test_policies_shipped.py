"""The policies that come with Relance: valid, and what they say is what is read back."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from libs.events.contracts.dunning import PolicyFacts, PolicyStep, SendWindow
from libs.events.contracts.model import Part
from libs.kernel.money import Money
from services.dunning.adapters.policies import SCHEMA, SHIPPED, read_policy

Ladder = list[tuple[str, str, int, str, str]]

FOUR_STEPS: Ladder = [
    ("reminder", "after_due", 12, "calendar", "email"),  # architecture.md, the walk of one invoice
    ("call", "after_previous", 5, "business", "call"),
    ("second-call", "after_previous", 5, "business", "call"),
    ("last-chance", "after_previous", 5, "business", "email"),
    ("placement", "after_previous", 10, "calendar", "placement"),
]
BEFORE_AND_AFTER: Ladder = [
    ("notice", "before_due", 5, "calendar", "email"),
    ("reminder", "after_due", 4, "calendar", "email"),
    ("firm", "after_due", 15, "calendar", "email"),
    ("last", "after_due", 30, "calendar", "email"),
]


@pytest.mark.parametrize(
    ("name", "ladder"), [("four-steps", FOUR_STEPS), ("before-and-after-due", BEFORE_AND_AFTER)]
)
def test_a_shipped_policy_reads_as_the_ladder_that_it_describes(name: str, ladder: Ladder) -> None:
    facts = read_policy(SHIPPED[name].encode())

    assert facts.policy == name
    found = [(one.step, one.anchor, one.offset_days, one.days, one.channel) for one in facts.steps]
    assert found == ladder
    assert facts.net_due_mins == (Money.of("5.00", "EUR"),)


def test_two_policies_are_shipped() -> None:
    assert sorted(SHIPPED) == ["before-and-after-due", "four-steps"]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_policy_says_which_day_each_of_its_steps_is(name: str) -> None:
    facts = read_policy(SHIPPED[name].encode())
    comments = [line for line in SHIPPED[name].splitlines() if line.startswith("#   day")]

    assert [line.split()[3] for line in comments] == [step.step for step in facts.steps]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_policy_is_read_back_from_the_log_as_it_was_written(name: str) -> None:
    facts = read_policy(SHIPPED[name].encode())

    assert PolicyFacts.model_validate_json(facts.model_dump_json()) == facts


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("part", "schema"),
    [
        (PolicyFacts, SCHEMA),
        (PolicyStep, SCHEMA["$defs"]["step"]),
        (SendWindow, SCHEMA["properties"]["send_window"]),
    ],
)
def test_the_schema_has_the_fields_of_the_contract(
    part: type[Part], schema: dict[str, dict[str, object]]
) -> None:
    assert set(schema["properties"]) == set(part.model_fields)
    required = {name for name, field in part.model_fields.items() if field.is_required()}
    assert set(schema.get("required", ())) == required


def test_the_templates_of_the_schema_are_those_that_notifications_ships() -> None:
    composing = Path(__file__).parents[2] / "notifications" / "adapters" / "composing"
    shipped = {entry.name for entry in (composing / "templates").iterdir() if entry.is_dir()}
    named = set(SCHEMA["$defs"]["step"]["properties"]["template"]["enum"])

    assert named - {""} == shipped - {"__pycache__"}
