"""What happened, as a sentence in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.console.domain.timeline import Happened
from services.console.web.words import Words

_DAYS: Final = frozenset(
    {
        "due_on",
        "until_on",
        "pay_by_on",
        "day_on",
        "opened_on",
        "expires_on",
        "answer_by_on",
        "done_on",
        "said_on",
    }
)
_MONEY: Final = frozenset(
    {
        "amount",
        "net",
        "total",
        "asked",
        "paid",
        "missing",
        "open",
        "on_account",
        "exposure",
        "recovered",
        "fee",
    }
)
_WORDS: Final[Mapping[str, str]] = {
    "gate": "gates",
    "kind": "tasks",
    "outcome": "outcomes",
    "tone": "tones",
    "reason": "reasons",
    "cause": "holds",
    "resolution": "resolutions",
    "way": "ways",
}
"""Groups of the catalogue that name a detail's values."""
_WORDS_OF: Final[Mapping[tuple[str, str], str]] = {
    ("action_reported", "kind"): "actions",
    ("reaction_reported", "kind"): "reactions",
    ("placement_closed", "result"): "results",
}
"""Where what happened has words of its own for it."""


_BY: Final[Mapping[str, str]] = {"plan_ended": "ended_by", "dunning_resumed": "resumed_by"}
"""Who did what a merge does as well: then nobody did."""


def sentence(words: Words, happened: Happened, numbers: Mapping[str, str]) -> str:
    """`numbers`: of items by their ids. What has no words here is told by its service."""
    key = f"told.{happened.what}"
    if happened.details.get(_BY.get(happened.what, "")) == "":
        key += "_by_merge"
    if not words.has(key):
        return happened.said or happened.what.replace("_", " ")
    values = _Values({"item": "", "items": ""})
    for name, value in happened.details.items():
        if value is None:
            continue
        group = _WORDS_OF.get((happened.what, name)) or _WORDS.get(name, "")
        values[name] = words.of(group, str(value)) if group else _value(words, name, value, numbers)
    return words.filled(key, values).strip(" :")


def text_of(happened: Happened) -> str:
    """What somebody wrote, where it is known and not erased."""
    return str(happened.details.get("text") or "")


class _Values(dict[str, str]):
    """What an event does not say is left out of its sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def _value(words: Words, name: str, value: Any, numbers: Mapping[str, str]) -> str:
    if name == "item":
        return numbers.get(str(value), words("told_of.an_item"))
    if name == "items" and isinstance(value, list):
        return words.listed(_numbers(words, value, numbers)) if value else ""
    if name in _DAYS:
        return words.day(str(value))
    if name in _MONEY and isinstance(value, str) and " " in value:
        return words.money(value)
    return str(value)


def _numbers(words: Words, items: Sequence[Any], numbers: Mapping[str, str]) -> list[str]:
    """Of events that name their items by id or by all that was asked."""
    unknown = words("told_of.an_item")
    return [
        str(one["number"]) if isinstance(one, dict) else numbers.get(str(one), unknown)
        for one in items
    ]


def next_told(words: Words, told: Mapping[str, Any]) -> str:
    """What is next of a case, by where it stands."""
    on = told["on"]
    values = {
        "day": words.day(on) if on else words("next.soon"),
        "step": told["step"],
        "gate": words.of("gates", told["gate"]),
    }
    key = f"next.{told['standing']}"
    return words(key, **values) if words.has(key) else str(told["sentence"])
