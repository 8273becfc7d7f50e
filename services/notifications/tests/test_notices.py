"""Mails to the creditor's own people: each in four languages, of equal content."""

from datetime import UTC, date, datetime

import pytest

from libs.kernel.money import read_money
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


DIGESTS = [
    ("de", "6 Vorgänge warten auf Sie, 2. April 2026", "2 Anrufe zu führen.", "Anruf zu führen"),
    ("en", "6 things wait for you, 2 April 2026", "2 calls to make.", "call to make"),
    ("fr", "6 points vous attendent, 2 avril 2026", "2 appels à passer.", "appel à passer"),
    ("nl", "6 punten wachten op u, 2 april 2026", "2 telefoongesprekken", "telefoongesprek te"),
]


@pytest.mark.parametrize(("language", "subject", "counted", "line"), DIGESTS)
def test_a_digest_reads_like_this(language: str, subject: str, counted: str, line: str) -> None:
    called = NoticeLine("Maes BV", "call", read_money("48.00 EUR"), date(2026, 4, 2))
    others = [NoticeLine("Nys NV", what) for what in ("draft", "task", "dispute")]
    counts = {"call": 2, "dispute": 1, "draft": 1, "task": 2}
    day_on = date(2026, 4, 2)
    notice = Notice("digest", language, "Sofie", (called, *others), 6, counts, day_on)
    rendered = compose_notice(notice, ENVELOPE)[0].rendered
    assert rendered.subject.replace("\u00a0", " ") == subject
    for text in (rendered.text, rendered.html):
        assert counted in text
        assert line in text
        assert "48" in text
        assert "Nys NV" in text
    assert " 2 " in rendered.text.partition("Nys NV")[2]  # so many more are not named


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
