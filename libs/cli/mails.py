"""A mail as a person reads it in a terminal: who, to whom, about what, and its text."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Final

HEADERS: Final = ("From", "Reply-To", "To", "Date", "Subject", "Message-ID")


def read_mail(raw: bytes) -> tuple[dict[str, str], str]:
    """Its headers that matter, decoded, and its plain text."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    headers = {name: str(mail[name]) for name in HEADERS if mail[name] is not None}
    body = mail.get_body(("plain",))
    return headers, str(body.get_content()) if body is not None else ""


def text_of(raw: bytes) -> str:
    """Headers, an empty line, the text, and the names of its files."""
    headers, text = read_mail(raw)
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    files = [f"[{one.get_filename()}]" for one in mail.iter_attachments()]
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\n".join([*lines, "", text.rstrip(), *files, ""])
