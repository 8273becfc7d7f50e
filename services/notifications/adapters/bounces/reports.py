"""A mail read as a delivery report: of which message, and whom it has not reached."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, Final

from flufl.bounce import all_failures

REPORT_BYTES_MAX: Final = 5 * 1024 * 1024
IDS_MAX: Final = 20

_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ID: Final = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_ID_LINE: Final = re.compile(rb"(?im)^[>\s]*message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,400}>)")
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})
_PARSING: Final = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""What a parser of mail raises for mail that is none."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Of one recipient."""

    address: str
    """As it was written to, else where it went in the end; empty: not said."""
    status: str
    """Enhanced status code (RFC 3463); `5.0.0` and `4.0.0` where none is said."""
    permanent: bool
    """Nobody tries to deliver it any more."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a delivery report says."""

    message_ids: tuple[str, ...]
    """Of mails that it may be about; the likeliest first."""
    failures: tuple[Failure, ...]

    def but_for(self, copies: Iterable[str]) -> Failure | None:
        """The worst of those that are not about a copy; None: there is no other."""
        theirs = {one.casefold() for one in copies}
        others = [one for one in self.failures if one.address.casefold() not in theirs]
        return max(others, key=lambda one: one.permanent, default=None)


def read_report(raw: bytes) -> Report | None:
    """None: it is no report of a failure or a delay."""
    if len(raw) > REPORT_BYTES_MAX:
        return None
    try:
        mail = message_from_bytes(raw, policy=default)
        failures = _said_by_fields(mail) or _said_by_habit(raw)
        if not failures:
            return None
        ids = tuple(dict.fromkeys(_message_ids(mail, raw)))[:IDS_MAX]
    except _PARSING:
        return None
    return Report(ids, failures)


def _said_by_fields(mail: Message) -> tuple[Failure, ...]:
    """Of a message/delivery-status part (RFC 3464)."""
    return tuple(told for fields in _recipients(mail) if (told := _told(fields)) is not None)


def _recipients(mail: Message) -> Iterator[Message]:
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks: Any = part.get_payload()
            if isinstance(blocks, list):
                yield from (one for one in blocks if one.get("Action") or one.get("Status"))


def _told(fields: Message) -> Failure | None:
    """None: delivered, relayed and expanded are no failures."""
    address = _address(fields.get("Original-Recipient") or fields.get("Final-Recipient"))
    action = (str(fields.get("Action", "")).lower().split() or [""])[0]
    found = _STATUS.search(str(fields.get("Status", "")))
    status = found[1] if found else ""
    if action == "delayed" or (not action and status.startswith("4")):
        return Failure(address, status or "4.0.0", permanent=False)
    if action == "failed" or (not action and status.startswith("5")):
        return Failure(address, status or "5.0.0", permanent=True)
    return None


def _address(field: object) -> str:
    """Behind its type, as in `rfc822; ann@smith.example`."""
    return str(field or "").rpartition(";")[2].strip().strip("<>")


def _said_by_habit(raw: bytes) -> tuple[Failure, ...]:
    """Of the many servers that write in their own way."""
    temporary, permanent = all_failures(message_from_bytes(raw))
    lost = (Failure(_text(one), "5.0.0", permanent=True) for one in sorted(permanent))
    late = (Failure(_text(one), "4.0.0", permanent=False) for one in sorted(temporary))
    return (*lost, *late)


def _text(address: bytes) -> str:
    return address.decode("utf-8", "replace")


def _message_ids(mail: Message, raw: bytes) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() in _RETURNED:
            yield from _of_returned(part)
    own = _ids_in((mail.get("Message-ID"),))
    yield from (one for one in _written(raw) if one not in own)
    yield from _ids_in((mail.get("In-Reply-To"), mail.get("References")))


def _of_returned(part: Message) -> Iterable[str]:
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        return _ids_in(one.get("Message-ID") for one in payload)
    text = part.get_content() if isinstance(part, EmailMessage) else payload
    return _written(text.encode("utf-8", "replace") if isinstance(text, str) else bytes(text))


def _ids_in(headers: Iterable[object]) -> list[str]:
    return [one for header in headers for one in _ID.findall(str(header or ""))]


def _written(raw: bytes) -> list[str]:
    """Message-IDs that stand in the text, also quoted."""
    return [found.decode("ascii", "replace") for found in _ID_LINE.findall(raw)]
