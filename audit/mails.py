"""The mails that were received, read as a stranger would: whose, what they name, which amounts."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path

_AMOUNT = re.compile(r"(?<![\w.,])(\d{1,3}(?:[ .,'\u2019]\d{3})+|\d+)[.,](\d{2})(?![\w%]|[.,]\d)")
_SPACES = re.compile("[\u00a0\u202f\u2009 ]")


class MailUnreadable(Exception):
    """A file of the mailbox is no mail, or what it says of its arrival cannot be read."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it was received."""

    name: str
    """Of its file."""
    message_id: str
    to: tuple[str, ...]
    """As the envelope has it."""
    arrived_at: datetime
    answered: bool
    """Whether its sender was told that it is kept."""
    subject: str
    text: str
    html: str

    def names(self, number: str) -> bool:
        """Whether both its forms name an invoice."""
        return number in self.text and number in self.html

    def amounts(self) -> set[int]:
        """What both forms say, in minor units of a currency with two."""
        return amounts_in(self.text) & amounts_in(self.html)

    def any_amounts(self) -> set[int]:
        """What either form says."""
        return amounts_in(self.text) | amounts_in(self.html) | amounts_in(self.subject)


def read_mails(folder: Path) -> list[Mail]:
    """All that lies in the folder of a mailbox, by arrival. Raises MailUnreadable."""
    return [_read(note) for note in sorted(folder.glob("*.json"))]


def _read(note: Path) -> Mail:
    try:
        about = json.loads(note.read_text(encoding="utf-8"))
        raw = note.with_suffix(".eml").read_bytes()
        mail = message_from_bytes(raw, _class=EmailMessage, policy=default)
        return Mail(
            name=note.stem,
            message_id=str(mail["Message-ID"]).strip(),
            to=tuple(about["rcpt_tos"]),
            arrived_at=datetime.fromisoformat(about["arrived_at"]),
            answered=bool(about["answer"]),
            subject=str(mail["Subject"]),
            text=_part(mail, "plain"),
            html=_shown(_part(mail, "html")),
        )
    except (OSError, ValueError, LookupError) as mistake:
        raise MailUnreadable(f"{note}: {mistake}") from mistake


def _part(mail: EmailMessage, kind: str) -> str:
    for part in mail.walk():
        is_wanted = part.get_content_type() == f"text/{kind}"
        if is_wanted and part.get_content_disposition() != "attachment":
            return str(part.get_content())
    return ""


def _shown(html: str) -> str:
    """The words of an HTML page."""
    bare = re.sub(r"(?is)<(style|script|title|head)\b.*?</\1>", " ", html)
    return unescape(re.sub(r"(?s)<[^>]*>", " ", bare))


def amounts_in(text: str) -> set[int]:
    """`1 234,56 €`, `€1,234.56`, `1.234,56` and `12,00` as 123456 and 1200."""
    return set(_amounts(_SPACES.sub(" ", text)))


def _amounts(text: str) -> Iterator[int]:
    for whole, part in _AMOUNT.findall(text):
        yield int(re.sub(r"\D", "", whole) + part)


def of_message(mails: Iterable[Mail]) -> dict[str, list[Mail]]:
    """By Message-ID."""
    found: dict[str, list[Mail]] = {}
    for mail in mails:
        found.setdefault(mail.message_id, []).append(mail)
    return found
