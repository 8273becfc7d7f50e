"""Mails as a mail program shows them: each in a frame of its own, nothing fetched, nothing run."""

import base64
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import escape
from pathlib import Path
from typing import Final

FRAMES_MAX: Final = 16
"""A few kinds of mail in four languages each."""
_CID: Final = re.compile(r"cid:([^\"')\s>]+)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one mail shows."""

    arrived_at: str
    sender: str
    to: str
    subject: str
    language: str
    html: str
    text: str


def letters_in(folder: Path) -> list[Letter]:
    """All mails of a mailbox, in the order in which they came."""
    return [_letter(note) for note in sorted(folder.glob("*.json"))]


def _letter(note: Path) -> Letter:
    about = json.loads(note.read_text(encoding="utf-8"))
    raw = note.with_suffix(".eml").read_bytes()
    mail = message_from_bytes(raw, _class=EmailMessage, policy=default)
    html = mail.get_body(("html",))
    text = mail.get_body(("plain",))
    shown = str(html.get_content()) if html else ""
    language = re.search(r'<html lang="([a-z-]+)"', shown)
    return Letter(
        arrived_at=about["arrived_at"],
        sender=str(mail["From"]),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        language=language[1] if language else "",
        html=_with_images(shown, mail),
        text=str(text.get_content()) if text else "",
    )


def _with_images(html: str, mail: EmailMessage) -> str:
    """Pictures that the mail carries, put where they are shown."""
    carried = {
        str(part["Content-ID"]).strip("<> "): _data_url(part)
        for part in mail.walk()
        if part["Content-ID"]
    }
    return _CID.sub(lambda found: carried.get(found[1], ""), html)


def _data_url(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    return f"data:{part.get_content_type()};base64,{base64.b64encode(raw).decode('ascii')}"


def chosen(letters: Sequence[Letter]) -> list[Letter]:
    """A few that differ: each subject's kind and language, then the longest."""
    kinds: dict[tuple[str, str], Letter] = {}
    for letter in letters:
        kinds.setdefault((_kind(letter.subject), letter.language), letter)
    longest = sorted(letters, key=lambda letter: -len(letter.text))
    found = [*kinds.values(), *longest[:2]]
    unique = list(dict.fromkeys(found))[:FRAMES_MAX]
    return sorted(unique, key=lambda letter: letter.arrived_at)


def _kind(subject: str) -> str:
    """Its words without names, numbers and amounts."""
    return " ".join(word for word in subject.split() if word.islower())


def frames(letters: Iterable[Letter]) -> str:
    """Each as a card: its head, and its body in a sandbox."""
    return "\n".join(map(_frame, letters))


def _frame(letter: Letter) -> str:
    body = escape(letter.html or f"<pre>{escape(letter.text)}</pre>", quote=True)
    return f"""<article class="mail">
<header><strong>{escape(letter.subject)}</strong>
<span>{escape(letter.sender)}</span><span>→ {escape(letter.to)}</span></header>
<iframe sandbox="" loading="lazy" title="{escape(letter.subject, quote=True)}"
 srcdoc="{body}"></iframe>
</article>"""
