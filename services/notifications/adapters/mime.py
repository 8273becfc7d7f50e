"""The exact bytes of a message: headers that nobody can inject into, parts that all can read."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from services.notifications.adapters.composing.composed import Composed, Envelope
from services.notifications.adapters.composing.templates import CODE_ID, one_line

NAME_LENGTH_MAX: Final = 120
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN: Final = re.compile(
    r"(?=.{1,255}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
)


class AddressInvalid(ValueError):
    """An address that no server takes; the text says what is wrong and not the address."""


def checked_address(text: str) -> str:
    """The address as it stands in an envelope, its domain in ASCII. Raises AddressInvalid."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL_PART.fullmatch(local) or ".." in local or local.strip(".") != local:
        raise AddressInvalid("what stands before the @ is no mailbox")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as mistake:
        raise AddressInvalid("what stands behind the @ is no domain") from mistake
    if not _DOMAIN.fullmatch(ascii_domain):
        raise AddressInvalid("what stands behind the @ is no domain")
    return f"{local}@{ascii_domain}"


def message_bytes(composed: Composed, written_at: datetime) -> bytes:
    """RFC 5322 with CRLF; the same for the same arguments. Raises AddressInvalid."""
    rendered = composed.rendered
    message = EmailMessage(SMTP)
    _address(message, composed.envelope, written_at)
    message["Subject"] = one_line(rendered.subject)
    message.set_content(rendered.text, cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    if rendered.code:
        html = list(message.iter_parts())[1]
        assert isinstance(html, EmailMessage)
        html.add_related(
            rendered.code,
            maintype="image",
            subtype="png",
            cid=f"<{CODE_ID}>",
            filename="payment.png",
            disposition="inline",
        )
    for file in composed.attached:
        message.add_attachment(
            file.content, maintype="application", subtype="pdf", filename=file.name
        )
    _fix_boundaries(message, composed.envelope.message_id)
    return message.as_bytes()


def _address(message: EmailMessage, envelope: Envelope, written_at: datetime) -> None:
    message["Message-ID"] = envelope.message_id
    message["Date"] = written_at
    message["From"] = _mailbox(envelope.sender_name, envelope.sender_address)
    if envelope.reply_to:
        message["Reply-To"] = _mailbox(envelope.sender_name, envelope.reply_to)
    message["To"] = _mailbox(envelope.to_name, envelope.to_address)
    if envelope.copies:
        message["Cc"] = tuple(_mailbox(one.name, one.address) for one in envelope.copies)
    message["Auto-Submitted"] = "auto-generated"


def _mailbox(name: str, address: str) -> Address:
    checked = checked_address(address)
    return Address(display_name=one_line(name)[:NAME_LENGTH_MAX], addr_spec=checked)


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """Chosen by the message instead of by chance; `=_` stands in no encoded part (RFC 2045)."""
    name = re.sub(r"[^A-Za-z0-9]", "", message_id)[:40]
    containers = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(containers):
        part.set_boundary(f"=_{number}_{name}")
