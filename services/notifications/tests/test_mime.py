"""The exact bytes: read back by a parser of mail, and impossible to inject headers into."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from services.notifications.adapters.composing.composed import Composed, Copy, Envelope
from services.notifications.adapters.composing.composer import compose
from services.notifications.adapters.composing.letter import Attached
from services.notifications.adapters.mime import AddressInvalid, checked_address, message_bytes
from services.notifications.tests.letters import a_letter, an_envelope

AT = datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20


def composed(envelope: Envelope | None = None, *files: Attached, **more: str) -> Composed:
    letter = a_letter("reminder", attached=files, language=more.pop("language", "en"))
    return compose(letter, envelope or an_envelope(**more))[0]


def read_back(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert not list(message.defects)
    return message


def test_a_message_says_who_writes_to_whom_about_what() -> None:
    raw = message_bytes(composed(reply_to="books@bakker.example"), AT)
    message = read_back(raw)
    assert message["Message-ID"] == "<0k3w9xv2qpt5m1c8e7r4ya6nbd.acme@relance.example>"
    assert message["Date"] == "Wed, 01 Apr 2026 08:30:00 +0000"
    assert message["From"] == "De Bakker BV <reminders@relance.example>"
    assert message["Reply-To"] == "De Bakker BV <books@bakker.example>"
    assert message["To"] == "Ann Smith <ann@smith.example>"
    assert message["Subject"] == "Reminder from De Bakker BV: invoice F-17, €120.00"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not [name for name in message if name.lower().startswith("list-")]


def test_who_has_a_copy_is_named_to_all() -> None:
    copies = (Copy("Bob", "bob@smith.example"), Copy("", "cat@holding.example"))
    message = read_back(message_bytes(composed(an_envelope(copies=copies)), AT))
    assert message["Cc"] == "Bob <bob@smith.example>, cat@holding.example"
    assert read_back(message_bytes(composed(), AT))["Cc"] is None


def test_its_parts_are_text_and_html_with_its_picture_and_the_files() -> None:
    made = composed(None, Attached("F-17.pdf", PDF))
    message = read_back(message_bytes(made, AT))
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/plain"].get_content().replace("\r\n", "\n") == made.rendered.text
    assert parts["text/html"].get_content().replace("\r\n", "\n") == made.rendered.html
    assert parts["image/png"].get_content() == made.rendered.code
    assert parts["image/png"]["Content-ID"] == "<payment-code@relance>"
    assert parts["image/png"].get_content_disposition() == "inline"
    assert parts["application/pdf"].get_content() == PDF
    assert parts["application/pdf"].get_filename() == "F-17.pdf"


@pytest.mark.parametrize("language", ["de", "fr", "nl"])
def test_lines_end_as_smtp_wants_them_and_are_short(language: str) -> None:
    raw = message_bytes(composed(None, Attached("F-17.pdf", PDF), language=language), AT)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


def test_the_same_message_at_the_same_time_is_the_same_bytes() -> None:
    made = composed(None, Attached("F-17.pdf", PDF))
    assert message_bytes(made, AT) == message_bytes(made, AT)


@pytest.mark.parametrize(
    "name", ["Zoë Müller-Lüdenscheidt", "李小龍", 'O"Neill, Ann', "x" * 300, ""]
)
def test_names_are_encoded_and_read_back(name: str) -> None:
    message = read_back(message_bytes(composed(to_name=name), AT))
    (mailbox,) = message["To"].addresses
    assert (mailbox.display_name, mailbox.addr_spec) == (name[:120], "ann@smith.example")


@pytest.mark.parametrize(
    "name",
    ["Ann\r\nBcc: eve@evil.example", "Ann\nX-Evil: 1", "Ann\x00", "Ann\u2028Bcc: e@e.example"],
)
def test_no_name_makes_a_header(name: str) -> None:
    plain = read_back(message_bytes(composed(), AT))
    told = {"to_name": name, "sender_name": name, "reply_to": "books@bakker.example"}
    message = read_back(message_bytes(composed(an_envelope(**told)), AT))
    assert set(message.keys()) - set(plain.keys()) == {"Reply-To"}
    assert len(message["To"].addresses) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "@smith.example",
        "ann@",
        "ann@smith",
        "ann @smith.example",
        "ann@smith.example\r\nRCPT TO:<eve@evil.example>",
        "ann@smith.example, eve@evil.example",
        "<ann@smith.example>",
        ".ann@smith.example",
        "an..n@smith.example",
        "ann@-smith.example",
        "ann@smith..example",
        "anné@smith.example",
        "a" * 65 + "@smith.example",
    ],
)
def test_what_is_no_address_is_told_without_it(address: str) -> None:
    with pytest.raises(AddressInvalid) as told:
        checked_address(address)
    assert "smith" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "checked"),
    [
        (" ann.smith+bills@Smith.Example ", "ann.smith+bills@smith.example"),
        ("ann@müller.example", "ann@xn--mller-kva.example"),
    ],
)
def test_an_address_is_written_as_servers_know_it(address: str, checked: str) -> None:
    assert checked_address(address) == checked
