"""Every template and every word is there in every language, and asks for the same values."""

from collections.abc import Iterable
from string import Formatter
from typing import Final

import jinja2
import pytest
from jinja2.meta import find_undeclared_variables

from services.notifications.adapters.composing.languages import language_of, languages
from services.notifications.adapters.composing.rendering import Rendering
from services.notifications.adapters.composing.templates import (
    Template,
    languages_of,
    template_names,
    template_of,
)
from services.notifications.tests.letters import a_letter, a_line

NAMES: Final = sorted(template_names())
OTHERS: Final = sorted(languages() - {"en"})
OF_GRAMMAR: Final = {"count", "nbsp"}
"""A language has them where it needs them."""


def test_every_template_is_written_in_every_language() -> None:
    written = {name: languages_of(name) for name in NAMES}
    everywhere = frozenset({"de", "en", "fr", "nl"})
    assert written == dict.fromkeys(("firm", "last", "notice", "reminder"), everywhere)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", NAMES)
def test_every_language_says_the_same_paragraph_by_paragraph(name: str, language: str) -> None:
    template, english = template_of(name, language), template_of(name, "en")
    assert template.answer_days == english.answer_days
    assert _values(template) == _values(english)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_words_with_the_same_values(language: str) -> None:
    assert _fields(language_of(language).words) == _fields(language_of("en").words)


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_language_has_twelve_months_the_forms_of_days_and_the_same_symbols(code: str) -> None:
    language = language_of(code)
    assert len(set(language.months)) == len(language.months) == 12
    assert _fields(language.days_patterns) == {"one": {"count"}, "other": {"count"}}
    assert language.symbols == language_of("en").symbols


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("items_count", [1, 2])
def test_in_german_a_sentence_goes_on_behind_the_greeting(name: str, items_count: int) -> None:
    lines = [a_line(f"F-{number}") for number in range(items_count)]
    _, greeting, opening, *_ = Rendering(a_letter(name, *lines, language="de")).text().split("\n\n")
    assert greeting.endswith(",")
    assert not opening[0].isupper()


def _values(template: Template) -> list[list[set[str]]]:
    """What each phrase of subject, opening and closing names."""
    parts = ([template.subject], template.opening, template.closing)
    return [_named(phrases) for phrases in parts]


def _named(phrases: Iterable[str]) -> list[set[str]]:
    read = jinja2.Environment().parse
    return [find_undeclared_variables(read(phrase)) - OF_GRAMMAR for phrase in phrases]


def _fields(patterns: dict[str, str]) -> dict[str, set[str]]:
    return {
        name: {field for _, field, _, _ in Formatter().parse(pattern) if field}
        for name, pattern in patterns.items()
    }
