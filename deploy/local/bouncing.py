"""A delivery report (RFC 3464) for a mail whose recipient turned out not to be there."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Final

REPORTER: Final = "mailbox.example"
STATUS: Final = "5.1.1"
_EXPLAINED: Final = """\
Your mail could not be delivered to {recipient}: there is nobody of that name.
"""


def delivery_report(raw: bytes, *, recipient: str, sender: str) -> bytes:
    """What comes back to `sender`: words, the status, and the mail with its headers."""
    returned = message_from_bytes(raw)
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["From"] = f"Mail Delivery Subsystem <MAILER-DAEMON@{REPORTER}>"
    report["To"] = sender
    report["Subject"] = "Undelivered mail"
    report["Date"] = format_datetime(datetime.now(UTC))
    report["Auto-Submitted"] = "auto-replied"
    if returned["Message-ID"]:
        report["In-Reply-To"] = str(returned["Message-ID"]).strip()
    report.attach(MIMEText(_EXPLAINED.format(recipient=recipient)))
    report.attach(_status(recipient))
    report.attach(MIMEMessage(returned))
    return report.as_bytes()


def _status(recipient: str) -> Message:
    part = Message()
    part["Content-Type"] = "message/delivery-status"
    whole, one = Message(), Message()
    whole["Reporting-MTA"] = f"dns; {REPORTER}"
    one["Final-Recipient"] = f"rfc822; {recipient}"
    one["Action"] = "failed"
    one["Status"] = STATUS
    one["Diagnostic-Code"] = f"smtp; 550 {STATUS} nobody here"
    part.set_payload([whole, one])
    return part
