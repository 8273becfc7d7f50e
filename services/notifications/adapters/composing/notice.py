"""A mail to one of the creditor's own people: what it tells becomes subject, text and HTML."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from libs.kernel.money import Money
from services.notifications.adapters.composing.composed import Composed, Envelope, Rendered
from services.notifications.adapters.composing.languages import Language, language_of
from services.notifications.adapters.composing.templates import (
    Template,
    one_line,
    page,
    template_of,
)

FOLDER: Final = Path(__file__).parent / "internal"

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One debtor, or one thing that waits."""

    debtor_name: str
    what: str = ""
    """Name of a word of the template, such as `call`; empty: only the name is shown."""
    amount: Money | None = None
    day_on: date | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail to be composed; equal notices give equal bytes."""

    template: str
    language: str
    to_name: str
    lines: tuple[NoticeLine, ...]
    """Those that are shown."""
    count: int
    """How many there are."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many by what they are; without those of which there is none."""
    day_on: date | None = None


def compose_notice(notice: Notice, envelope: Envelope) -> tuple[Composed, str]:
    """The mail, and the version of what it is made of. Raises TemplateMistake."""
    template = template_of(notice.template, notice.language, FOLDER)
    shown = _shown(notice, template, one_line(envelope.sender_name))
    rendered = Rendered(shown["subject"], page("txt", shown), page("html", shown), b"")
    return Composed(envelope, rendered), template.version


def _shown(notice: Notice, template: Template, signed: str) -> Shown:
    """What the layouts may name."""
    language = language_of(notice.language)
    values = {
        "count": notice.count,
        "more": notice.count - len(notice.lines),
        "day": language.date_text(notice.day_on) if notice.day_on else "",
    }
    opening = [template.say(one, values) for one in template.opening]
    counted = [template.say(template.words[w], {"count": n}) for w, n in notice.counts.items()]
    closing = [template.say(one, values) for one in template.closing]
    return {
        "language": notice.language,
        "colon": language.word("colon"),
        "subject": template.say(template.subject, values),
        "addressed": "",
        "greeting": language.word("greeting", name=one_line(notice.to_name)),
        "opening": opening + counted,
        "lines": [_line(line, template, language) for line in notice.lines],
        "sums": [],
        "pay": None,
        "code_id": "",
        "closing": [one for one in closing if one],
        "regards": language.word("regards"),
        "signed": signed,
    }


def _line(line: NoticeLine, template: Template, language: Language) -> Shown:
    what = [template.say(template.words[f"one_{line.what}"], {})] if line.what else []
    day = [language.date_text(line.day_on)] if line.day_on else []
    return {
        "title": one_line(line.debtor_name),
        "parts": what + day,
        "amount": language.money_text(line.amount) if line.amount else "",
        "is_late": False,
    }
