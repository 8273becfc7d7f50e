"""What notifications is told by its environment beside what every service is told."""

from pathlib import Path

from pydantic import Field

from libs.chassis.settings import ServiceSettings
from services.notifications.adapters.gathering import Sender
from services.notifications.adapters.smtp.sending import Server, Tls


class Settings(ServiceSettings):
    """Settings of notifications."""

    port: int = Field(default=8105, ge=0, le=65535)
    smtp_host: str = "127.0.0.1"
    """The next mail server: a relay of one's own, or a provider's."""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_tls: Tls = "offered"
    """`off`, `offered` (STARTTLS where there is), `required`, `implicit` (port 465)."""
    smtp_ca_file: str = ""
    """PEM file of certificates that are trusted beside the system's."""
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    smtp_hello: str = ""
    """The name given to the server; empty: this host's."""
    domain_at_once_max: int = Field(default=4, ge=1, le=100)
    """Connections for one recipient's domain at a time, in one process."""
    domain_a_minute_max: int = Field(default=120, ge=1, le=100_000)
    """Messages to one recipient's domain in a minute, in one process."""
    sender_address: str = "reminders@relance.example"
    """From whom mail comes, and where delivery reports go; the creditor's name stands before it."""
    reply_to: str = ""
    """Where answers go; empty: to the sender's address."""
    message_domain: str = ""
    """Behind the @ of Message-IDs; empty: that of the sender's address."""
    reply_to_by_creditor: dict[str, str] = Field(default_factory=dict)
    """JSON: address by creditor's id."""
    message_domain_by_creditor: dict[str, str] = Field(default_factory=dict)
    """JSON: domain by creditor's id."""
    internal_gather_s: float = Field(default=60.0, ge=0, le=86_400)
    """How long a mail to one of the creditor's own people waits for more to say."""
    bounces: Path | None = None
    """Folder in which delivery reports arrive: a Maildir, or files `*.eml`; None: none is read."""

    def server(self) -> Server:
        """Raises OSError when there is a password file that cannot be read."""
        password = ""
        if self.smtp_password_file is not None:
            password = self.smtp_password_file.read_text("utf-8").strip()
        return Server(
            host=self.smtp_host,
            port=self.smtp_port,
            tls=self.smtp_tls,
            ca_file=self.smtp_ca_file,
            user=self.smtp_user,
            password=password,
            hello=self.smtp_hello,
        )

    def sender(self) -> Sender:
        return Sender(
            address=self.sender_address,
            reply_to=self.reply_to,
            domain=self.message_domain,
            reply_to_by_creditor=self.reply_to_by_creditor,
            domain_by_creditor=self.message_domain_by_creditor,
        )
