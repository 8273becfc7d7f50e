"""What a ladder has to be, beyond its shape: rules named as sentences, each with what breaks it."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from libs.events.contracts.dunning import PolicyFacts, PolicyStep, Tone
from services.dunning.adapters.policies.yaml_reading import Place

Broken = tuple[Place, str]
"""Where, and what is wrong there."""
Rule = Callable[[PolicyFacts], Iterator[Broken]]

_SOFTEST_FIRST: Final[tuple[Tone, ...]] = ("notice", "reminder", "firm", "last")


def steps_have_names_of_their_own(facts: PolicyFacts) -> Iterator[Broken]:
    seen: set[str] = set()
    for number, step in enumerate(facts.steps):
        if step.step in seen:
            yield ("steps", number, "step"), f"Two steps are called {step.step}."
        seen.add(step.step)


def only_the_first_step_comes_before_the_due_date(facts: PolicyFacts) -> Iterator[Broken]:
    for number, step in enumerate(facts.steps):
        if number and step.anchor == "before_due":
            place: Place = ("steps", number, "anchor")
            yield place, f"{step.step} comes before the due date; only the first step may."


def the_first_step_counts_from_the_due_date(facts: PolicyFacts) -> Iterator[Broken]:
    first = facts.steps[0]
    if first.anchor == "after_previous":
        yield ("steps", 0, "anchor"), f"{first.step} is the first step: none is before it."


def days_after_the_due_date_rise(facts: PolicyFacts) -> Iterator[Broken]:
    """As far as they can be compared: steps counted in the same kind of days."""
    for kind in ("calendar", "business"):
        counted = [
            (number, step)
            for number, step in enumerate(facts.steps)
            if step.anchor == "after_due" and step.days == kind
        ]
        for (_, before), (number, step) in pairwise(counted):
            if step.offset_days <= before.offset_days:
                said = f"{step.step} comes {step.offset_days} days after the due date"
                than = f"not later than {before.step} before it"
                yield ("steps", number, "offset_days"), f"{said}, {than}."


def a_step_comes_a_day_after_the_one_before(facts: PolicyFacts) -> Iterator[Broken]:
    for number, step in enumerate(facts.steps):
        if step.anchor != "after_due" and step.offset_days == 0:
            yield ("steps", number, "offset_days"), f"{step.step} is at least one day away."


def only_the_last_step_is_a_placement(facts: PolicyFacts) -> Iterator[Broken]:
    for number, step in enumerate(facts.steps[:-1]):
        if step.channel == "placement":
            yield ("steps", number, "channel"), f"{step.step} ends the ladder: nothing follows it."


def a_ladder_asks_before_it_hands_on(facts: PolicyFacts) -> Iterator[Broken]:
    if all(step.channel == "placement" for step in facts.steps):
        yield ("steps", 0, "channel"), "A case is handed on before the debtor was ever asked."


def messages_have_a_template(facts: PolicyFacts) -> Iterator[Broken]:
    for number, step in enumerate(facts.steps):
        place: Place = ("steps", number, "template")
        if step.channel == "email" and not step.template:
            yield place, f"{step.step} is an e-mail: it names a template."
        if step.channel != "email" and step.template:
            yield place, f"{step.step} is a {step.channel}: it has no template."


def a_notice_comes_before_the_due_date(facts: PolicyFacts) -> Iterator[Broken]:
    """It says that something will be due; every other tone says that it was."""
    for number, step in enumerate(facts.steps):
        is_before = step.anchor == "before_due"
        words = _words_of(step)
        if is_before and words - {"notice"}:
            reason = "before the due date nothing is late: its tone and template are notice"
            yield ("steps", number, "tone"), f"{step.step}: {reason}."
        if not is_before and "notice" in words:
            yield ("steps", number, "tone"), f"{step.step}: a notice comes before the due date."


def _words_of(step: PolicyStep) -> set[str]:
    return {step.tone} | ({step.template} if step.template else set())


def no_step_is_softer_than_the_one_before(facts: PolicyFacts) -> Iterator[Broken]:
    numbered = [(n, step) for n, step in enumerate(facts.steps) if step.channel != "placement"]
    for (_, before), (number, step) in pairwise(numbered):
        if _SOFTEST_FIRST.index(step.tone) < _SOFTEST_FIRST.index(before.tone):
            place: Place = ("steps", number, "tone")
            yield place, f"{step.step} ({step.tone}) is softer than {before.step} ({before.tone})."


def a_currency_has_one_minimum(facts: PolicyFacts) -> Iterator[Broken]:
    seen: set[str] = set()
    for number, least in enumerate(facts.net_due_mins):
        if least.currency in seen:
            yield ("net_due_mins", number), f"{least.currency} has two minimums."
        seen.add(least.currency)


def a_creditor_is_named_once(facts: PolicyFacts) -> Iterator[Broken]:
    for number, creditor in enumerate(facts.creditors):
        if creditor in facts.creditors[:number]:
            yield ("creditors", number), f"{creditor} is named twice."


def a_window_ends_after_it_begins(facts: PolicyFacts) -> Iterator[Broken]:
    window = facts.send_window
    if window.until_hour <= window.from_hour:
        said = f"from {window.from_hour} until {window.until_hour} o'clock"
        yield ("send_window", "until_hour"), f"The window {said} never opens."


def the_first_step_is_for_everybody(facts: PolicyFacts) -> Iterator[Broken]:
    """Else a debtor of another band, or of none yet, would never be asked, or out of order."""
    first = facts.steps[0]
    if first.bands:
        said = f"{first.step} is the first step: it is for every band"
        yield ("steps", 0, "bands"), f"{said}."


def only_messages_have_recipients(facts: PolicyFacts) -> Iterator[Broken]:
    for number, step in enumerate(facts.steps):
        for name, roles in (("to", step.to), ("copy_to", step.copy_to)):
            if roles and step.channel != "email":
                yield ("steps", number, name), f"{step.step} is a {step.channel}: nobody is mailed."
            if len(set(roles)) < len(roles):
                yield ("steps", number, name), f"{step.step} names a role twice."


RULES: Final[tuple[Rule, ...]] = (
    steps_have_names_of_their_own,
    the_first_step_counts_from_the_due_date,
    the_first_step_is_for_everybody,
    only_the_first_step_comes_before_the_due_date,
    days_after_the_due_date_rise,
    a_step_comes_a_day_after_the_one_before,
    only_the_last_step_is_a_placement,
    a_ladder_asks_before_it_hands_on,
    messages_have_a_template,
    only_messages_have_recipients,
    a_notice_comes_before_the_due_date,
    no_step_is_softer_than_the_one_before,
    a_currency_has_one_minimum,
    a_creditor_is_named_once,
    a_window_ends_after_it_begins,
)
