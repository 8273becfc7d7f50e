"""Mails to the creditor's own people: each in four languages, of equal content."""

from datetime import UTC, datetime

import pytest

from services.notifications.adapters.composing.composed import Envelope
from services.notifications.adapters.composing.languages import languages
from services.notifications.adapters.composing.notice import (
    FOLDER,
    Notice,
    NoticeLine,
    compose_notice,
)
from services.notifications.adapters.composing.templates import languages_of, template_names
from services.notifications.adapters.mime import message_bytes

ENVELOPE = Envelope(
    message_id="<m.acme@relance.example>",
    sender_name="Relance",
    sender_address="reminders@relance.example",
    reply_to="",
    to_name="Sofie Claes",
    to_address="sofie@bakker.example",
)
SAID = [
    ("de", 1, "Ein Debitor wurde Ihnen zugeteilt", "dieser Debitor gehört ab jetzt"),
    ("en", 1, "A debtor was assigned to you", "This debtor is in your portfolio"),
    ("fr", 1, "Un débiteur vous a été attribué", "Ce débiteur fait désormais partie"),
    ("nl", 1, "Een debiteur is aan u toegewezen", "Deze debiteur zit voortaan"),
    ("de", 2, "2 Debitoren wurden Ihnen zugeteilt", "diese 2 Debitoren gehören ab jetzt"),
    ("en", 2, "2 debtors were assigned to you", "These 2 debtors are in your portfolio"),
    ("fr", 2, "2 débiteurs vous ont été attribués", "Ces 2 débiteurs font désormais"),
    ("nl", 2, "2 debiteuren zijn aan u toegewezen", "Deze 2 debiteuren zitten voortaan"),
]


@pytest.mark.parametrize("name", sorted(template_names(FOLDER)))
def test_every_mail_is_written_in_every_language(name: str) -> None:
    assert languages_of(name, FOLDER) == languages()


@pytest.mark.parametrize(("language", "count", "subject", "opening"), SAID)
def test_an_assignment_reads_like_this(
    language: str, count: int, subject: str, opening: str
) -> None:
    lines = (NoticeLine("Maes & Zonen"), NoticeLine("Nys NV"))[:count]
    notice = Notice("assignment", language, "Sofie Claes", lines, count)
    composed, version = compose_notice(notice, ENVELOPE)
    rendered = composed.rendered
    assert rendered.subject == subject
    assert opening in rendered.text
    assert opening in rendered.html
    assert "\nMaes & Zonen\n" in rendered.text
    assert "Maes &amp; Zonen" in rendered.html
    assert ("Nys NV" in rendered.text) == (count == 2)
    assert rendered.text.endswith("Relance\n")
    assert len(version) == 16
    again, _ = compose_notice(notice, ENVELOPE)
    assert again == composed
    assert b"To: Sofie Claes <sofie@bakker.example>" in message_bytes(
        composed, datetime(2026, 4, 1, tzinfo=UTC)
    )
