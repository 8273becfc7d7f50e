"""A letter becomes subject, text and HTML of equal content; the same letter, the same bytes."""

import textwrap
from datetime import date, timedelta
from typing import Any, Final

from services.notifications.adapters.composing.languages import Language, language_of
from services.notifications.adapters.composing.letter import Letter, Line
from services.notifications.adapters.composing.payment_code import payment_code, quoted
from services.notifications.adapters.composing.templates import (
    CODE_ID,
    Template,
    one_line,
    page,
    template_of,
)

TEXT_WIDTH: Final = 72
_NO_BREAK: Final = "\u00a0"
_SUBJECT_LENGTH_MAX: Final = 200

Shown = dict[str, Any]


class Rendering:
    """One letter in its template and language."""

    def __init__(self, letter: Letter) -> None:
        """Raises TemplateMistake."""
        self._letter = letter
        self._template: Template = template_of(letter.template, letter.language)
        self._language: Language = language_of(letter.language)
        self.code = payment_code(letter)
        values = self._values()
        self.subject = self._template.say(self._template.subject, values)[:_SUBJECT_LENGTH_MAX]
        self._opening = [self._template.say(one, values) for one in self._template.opening]
        self._closing = [self._template.say(one, values) for one in self._template.closing]

    @property
    def version(self) -> str:
        return self._template.version

    def text(self) -> str:
        """Raises TemplateMistake."""
        shown = self._shown()
        for part in ("opening", "closing"):
            shown[part] = [_wrapped(one) for one in shown[part]]
        return page("txt", shown)

    def html(self) -> str:
        """Raises TemplateMistake."""
        return page("html", self._shown() | {"code_id": CODE_ID if self.code else ""})

    def _values(self) -> Shown:
        """What the phrases of a template may name."""
        letter, language = self._letter, self._language
        oldest = min(letter.lines, key=lambda line: line.due_on)
        answer_by = letter.day_on + timedelta(days=self._template.answer_days)
        return {
            "creditor": one_line(letter.payee.name),
            "debtor": one_line(letter.debtor_name),
            "count": len(letter.lines),
            "number": one_line(oldest.number),
            "due": self._date(oldest.due_on),
            "late": language.days_text(max(oldest.overdue_days, 0)),
            "net": language.money_text(letter.sums.net),
            "total": language.money_text(letter.sums.total),
            "credit": language.money_text(letter.sums.credit),
            "day": self._date(letter.day_on),
            "nbsp": _NO_BREAK,
            **({"deadline": self._date(answer_by)} if self._template.answer_days else {}),
        }

    def _shown(self) -> Shown:
        """What the layouts may name."""
        letter, word = self._letter, self._language.word
        name, debtor = one_line(letter.to_name), one_line(letter.debtor_name)
        return {
            "language": letter.language,
            "colon": word("colon"),
            "subject": self.subject,
            "greeting": word("greeting", name=name) if name else word("greeting_unnamed"),
            "opening": self._opening,
            "lines": [self._line(line) for line in letter.lines],
            "sums": self._sums(),
            "pay": self._pay(),
            "closing": self._closing,
            "regards": word("regards"),
            "signed": one_line(letter.payee.name),
            "addressed": word("addressed", name=debtor) if debtor else "",
        }

    def _line(self, line: Line) -> Shown:
        word = self._language.word
        parts = [
            word("issued", date=self._date(line.issued_on)),
            word("due", date=self._date(line.due_on)),
            self._late(line.overdue_days),
        ]
        if line.reference and not self._letter.reference:
            parts.append(word("reference", reference=one_line(line.reference)))
        return {
            "title": word("number", number=one_line(line.number)),
            "parts": parts,
            "amount": self._language.money_text(line.asked),
            "is_late": line.overdue_days > 0,
        }

    def _late(self, overdue_days: int) -> str:
        days = self._language.days_text(abs(overdue_days))
        if overdue_days == 0:
            return self._language.word("due_today")
        return self._language.word("overdue" if overdue_days > 0 else "due_in", days=days)

    def _sums(self) -> list[Shown]:
        """The total and the credit are shown where they say more than what is to be paid."""
        word, money, sums = self._language.word, self._language.money_text, self._letter.sums
        to_pay = {"name": word("to_pay"), "amount": money(sums.net)}
        if not sums.credit.is_positive:
            return [to_pay]
        total = {"name": word("total"), "amount": money(sums.total)}
        credit = {"name": word("credit"), "amount": money(-sums.credit)}
        return [total, credit, to_pay]

    def _pay(self) -> Shown | None:
        """How to pay; None: no account is known."""
        letter, word = self._letter, self._language.word
        if not letter.payee.iban:
            return None
        payee, iban = one_line(letter.payee.name), _in_fours(letter.payee.iban)
        amount, quoting = self._language.money_text(letter.sums.net), one_line(quoted(letter))
        rows = [
            (word("payee"), payee),
            (word("iban"), iban),
            (word("amount"), amount),
            (word("pay_reference"), quoting),
        ]
        said = word("code", amount=amount, payee=payee, iban=iban, reference=quoting)
        return {
            "heading": word("pay_heading"),
            "rows": [{"name": name, "value": value} for name, value in rows],
            "code": said if self.code else "",
            "hint": word("code_hint"),
        }

    def _date(self, day_on: date) -> str:
        return self._language.date_text(day_on)


def _in_fours(iban: str) -> str:
    bare = iban.replace(" ", "")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)
