"""What a policy's author is told: the rule, the field, the line; and what is never read at all."""

import pytest

from services.dunning.adapters.policies import read_policy
from services.dunning.adapters.policies.yaml_reading import BYTES_MAX
from services.dunning.api.policy_mistakes import Mistake, PolicyMistaken

GOOD = """\
policy: short
title: A short ladder
steps:
  - step: reminder
    anchor: after_due
    offset_days: 12
    channel: email
    tone: reminder
    template: reminder
  - step: call
    anchor: after_previous
    offset_days: 5
    days: business
    channel: call
    tone: firm
  - step: placement
    anchor: after_previous
    offset_days: 10
    channel: placement
"""


def mistakes_of(text: str | bytes) -> tuple[Mistake, ...]:
    with pytest.raises(PolicyMistaken) as refused:
        read_policy(text.encode() if isinstance(text, str) else text)
    return refused.value.mistakes


def places_of(text: str) -> list[tuple[str, str, int]]:
    return [(one.rule, one.field, one.line) for one in mistakes_of(text)]


def test_what_is_left_out_has_its_default() -> None:
    facts = read_policy(GOOD.encode())

    assert (facts.message_every_days_min, facts.grace_days, facts.paid_claim_days) == (3, 3, 5)
    assert (facts.send_window.from_hour, facts.send_window.until_hour) == (8, 18)
    assert facts.creditors == ()


@pytest.mark.parametrize(
    ("wrong", "right", "found"),
    [
        ("policy: Short!", "policy: short", ("value_not_written_so", "policy", 1)),
        ("titel: x", "title: A short ladder", ("field_unknown", "titel", 2)),
        ("anchor: after", "anchor: after_due", ("value_unknown", "steps.0.anchor", 5)),
        ("offset_days: 1.5", "offset_days: 12", ("value_of_wrong_kind", "steps.0.offset_days", 6)),
        ("offset_days: 010", "offset_days: 12", ("value_of_wrong_kind", "steps.0.offset_days", 6)),
        ("offset_days: 400", "offset_days: 12", ("value_out_of_bounds", "steps.0.offset_days", 6)),
        ("template: polite", "template: reminder", ("value_unknown", "steps.0.template", 9)),
        ("chanel: call", "channel: call", ("field_unknown", "steps.1.chanel", 14)),
    ],
)
def test_a_wrong_value_is_told_with_its_field_and_line(
    wrong: str, right: str, found: tuple[str, str, int]
) -> None:
    assert found in places_of(GOOD.replace(right, wrong, 1))


def test_all_mistakes_are_told_at_once_by_line() -> None:
    text = GOOD.replace("title: A short ladder", "title: ''").replace("email", "post", 1)

    assert [(one.field, one.line) for one in mistakes_of(text)] == [
        ("title", 2),
        ("steps.0.channel", 7),
    ]


def test_a_field_that_is_nearly_known_is_suggested() -> None:
    (found,) = mistakes_of(GOOD + "grace_day: 2\n")

    assert found.message == "There is no field grace_day; grace_days is meant?"


def test_what_is_missing_is_named_where_it_should_stand() -> None:
    assert places_of("policy: p\ntitle: P\n") == [("field_missing", "steps", 1)]


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "line"),
    [
        ("step: call", "step: reminder", "steps_have_names_of_their_own", 10),
        (
            "anchor: after_due",
            "anchor: after_previous",
            "the_first_step_counts_from_the_due_date",
            5,
        ),
        (
            "anchor: after_previous",
            "anchor: before_due",
            "only_the_first_step_comes_before_the_due_date",
            11,
        ),
        (
            "anchor: after_previous\n    offset_days: 10",
            "anchor: after_due\n    offset_days: 12",
            "days_after_the_due_date_rise",
            18,
        ),
        ("offset_days: 5", "offset_days: 0", "a_step_comes_a_day_after_the_one_before", 12),
        ("channel: call", "channel: placement", "only_the_last_step_is_a_placement", 14),
        ("    template: reminder\n", "", "messages_have_a_template", 4),
        (
            "    template: reminder\n",
            "    template: reminder\n    bands: [A]\n",
            "the_first_step_is_for_everybody",
            10,
        ),
        (
            "days: business\n    channel: call",
            "to: [cfo]\n    channel: call",
            "only_messages_have_recipients",
            13,
        ),
        (
            "    template: reminder\n",
            "    template: reminder\n    copy_to: [cfo, cfo]\n",
            "only_messages_have_recipients",
            10,
        ),
        (
            "days: business\n    channel: call",
            "template: firm\n    channel: call",
            "messages_have_a_template",
            13,
        ),
        (
            "tone: reminder\n    template: reminder",
            "tone: notice\n    template: reminder",
            "a_notice_comes_before_the_due_date",
            8,
        ),
        (
            "anchor: after_due",
            "anchor: before_due",
            "a_notice_comes_before_the_due_date",
            8,
        ),
        (
            "tone: reminder\n    template: reminder",
            "tone: last\n    template: last",
            "no_step_is_softer_than_the_one_before",
            15,
        ),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused_by_a_rule(
    right: str, wrong: str, rule: str, line: int
) -> None:
    assert right in GOOD
    assert (rule, line) in [
        (one.rule, one.line) for one in mistakes_of(GOOD.replace(right, wrong, 1))
    ]


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("net_due_mins: [5.00 EUR, 6.00 EUR]\n", "a_currency_has_one_minimum"),
        ("net_due_mins: [5.0 EUR]\n", "value_not_written_so"),
        ("net_due_mins: [5.00]\n", "value_not_written_so"),
        ("send_window: {from_hour: 18, until_hour: 8}\n", "a_window_ends_after_it_begins"),
        ("creditors: [De Bakker]\n", "value_not_written_so"),
        (f"creditors: [{'0k' * 13}, {'0k' * 13}]\n", "a_creditor_is_named_once"),
    ],
)
def test_what_stands_beside_the_ladder_is_checked_too(more: str, rule: str) -> None:
    assert [one.rule for one in mistakes_of(GOOD + more)] == [rule]


def test_a_case_is_asked_before_it_is_handed_on() -> None:
    step = "{step: a, anchor: after_due, offset_days: 1, channel: placement}"
    text = f"policy: p\ntitle: P\nsteps: [{step}]"

    assert "a_ladder_asks_before_it_hands_on" in [one.rule for one in mistakes_of(text)]


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (LAUGHS, "alias"),
        ("a: *nowhere", "alias"),
        ("a: !!python/object/apply:os.system ['true']", "tag"),
        ("[" * 60_000, "too_deep"),
        ("a: " * 10_000, "not_yaml"),
        ("- x\n" * 5_000, "too_many_values"),
        ("# " + "x" * BYTES_MAX, "policy_too_big"),
        ("policy: a\n---\npolicy: b\n", "several_documents"),
        ("policy: a\npolicy: b\n", "name_twice"),
        ("? [a, b]\n: c\n", "name_unreadable"),
        ("policy: [a\n", "not_yaml"),
        ("policy: \ta: b\n", "not_yaml"),
        ("a\x00b", "not_yaml"),
        (b"\xff\xfe\xff", "not_utf8"),
        ("", "policy_empty"),
        ("# nothing\n", "policy_empty"),
        ("just a text", "value_of_wrong_kind"),
        ("12", "value_of_wrong_kind"),
    ],
)
def test_a_file_that_is_no_policy_is_refused_before_it_costs_anything(
    text: str | bytes, rule: str
) -> None:
    assert rule in [one.rule for one in mistakes_of(text)]


def test_the_line_of_what_is_not_yaml_is_told() -> None:
    (found,) = mistakes_of("policy: a\ntitle: b\nsteps: [\n")

    assert (found.rule, found.line) == ("not_yaml", 4)
