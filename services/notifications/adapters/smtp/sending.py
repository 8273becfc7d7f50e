"""One message to the next server, within a time; every end of it is told, and none is guessed."""

import asyncio
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import aiosmtplib
import structlog

from libs.events.effects.clock import awake_s
from libs.events.effects.effect import Aged, FailedForNow, Result, Unsure
from services.notifications.adapters.smtp.answers import (
    as_text,
    meaning,
    not_reached,
    reply_text,
)
from services.notifications.adapters.smtp.limits import Limits, NoRoom

log = structlog.get_logger(__name__)

Tls = Literal["off", "offered", "required", "implicit"]
ASK_LIMIT_S: Final = 0.5
"""Kept back of the time given, so that what is told is told in time."""
_PERIOD: Final = re.compile(rb"(?m)^\.")
_NOT_THERE: Final = (aiosmtplib.SMTPException, OSError, ssl.SSLError)


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed on to."""

    host: str
    port: int
    tls: Tls = "offered"
    """`offered`: used where the server offers it. Certificates are always checked."""
    ca_file: str = ""
    """Whose certificates are trusted beside the system's."""
    user: str = ""
    password: str = ""
    hello: str = ""
    """The name we give ourselves; empty: this host's."""


@dataclass(frozen=True, slots=True)
class Mail:
    """From one address to one, and copies to others."""

    sender: str
    to: str
    content: bytes
    """Lines end with CRLF."""
    copies: tuple[str, ...] = ()
    """What the server says of these keeps nothing from leaving."""


class TlsMissing(Exception):
    """The server offers no TLS, and it is required, or a password would be read on the way."""


class Sending:
    """Hands mail to a server."""

    def __init__(
        self,
        server: Server,
        limits: Limits,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._server, self._limits, self._now = server, limits, now
        self._trust = _trust(server) if server.tls != "off" else None

    async def send(self, mail: Mail, attempt: int, limit_s: float) -> Result:
        """Never raises but what a mistake of ours is."""
        domain = mail.to.rpartition("@")[2]
        try:
            async with self._limits.room(domain):
                return await self._send(mail, attempt, max(limit_s - ASK_LIMIT_S, 0.0))
        except NoRoom as full:
            later = self._now() + timedelta(seconds=full.wait_s)
            return FailedForNow("aged", as_text(later), "the domain has no room for now")

    async def _send(self, mail: Mail, attempt: int, limit_s: float) -> Result:
        ends_s = awake_s() + limit_s
        smtp = self._connection(limit_s)
        try:
            try:
                async with asyncio.timeout(limit_s):
                    refusal = await self._open(smtp, mail)
            except (TimeoutError, TlsMissing, *_NOT_THERE) as trouble:
                return self._not_reached(trouble, attempt)
            if refusal is not None:
                return meaning(refusal.code, refusal.message, attempt, self._now())
            return await self._give(smtp, mail.content, attempt, ends_s)
        finally:
            smtp.close()

    def _connection(self, limit_s: float) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=limit_s or None,
            use_tls=server.tls == "implicit",
            start_tls=False,
            tls_context=self._trust,
            local_hostname=server.hello or None,
        )

    async def _open(self, smtp: aiosmtplib.SMTP, mail: Mail) -> aiosmtplib.SMTPResponse | None:
        """Up to the server's word that it waits for the data; its answer when it is another."""
        await smtp.connect()
        await self._secure(smtp)
        if self._server.user:
            await smtp.login(self._server.user, self._server.password)
        for command in (
            b"MAIL FROM:<%b>" % mail.sender.encode(),
            b"RCPT TO:<%b>" % mail.to.encode(),
        ):
            answer = await smtp.execute_command(command)
            if not 200 <= answer.code < 300:
                return answer
        await self._name_copies(smtp, mail)
        answer = await smtp.execute_command(b"DATA")
        return None if answer.code == aiosmtplib.SMTPStatus.start_input else answer

    async def _name_copies(self, smtp: aiosmtplib.SMTP, mail: Mail) -> None:
        for address in mail.copies:
            answer = await smtp.execute_command(b"RCPT TO:<%b>" % address.encode())
            if not 200 <= answer.code < 300:
                log.warning("copy_refused", reply=reply_text(answer.code, answer.message))

    async def _secure(self, smtp: aiosmtplib.SMTP) -> None:
        """Raises TlsMissing."""
        await smtp.ehlo()
        server = self._server
        if server.tls in ("offered", "required") and smtp.supports_extension("starttls"):
            await smtp.starttls(tls_context=self._trust)
            await smtp.ehlo()
        elif server.tls == "required":
            raise TlsMissing("the server offers no TLS, which is required")
        elif server.tls == "offered" and server.user:
            raise TlsMissing("the server offers no TLS, and a password would be sent in the clear")

    async def _give(
        self, smtp: aiosmtplib.SMTP, content: bytes, attempt: int, ends_s: float
    ) -> Result:
        """From the first byte of the data on nobody can know, until the server has answered."""
        protocol = smtp.protocol
        if protocol is None or smtp.transport is None or smtp.transport.is_closing():
            return not_reached(attempt, self._now(), "the server was gone before the data")
        data = _PERIOD.sub(b"..", content) + b".\r\n"
        # Who stood still goes on with an answer and with its time over, both at once, and what
        # waits by `wait_for` takes the answer: the last look at the clock is here.
        left_s = ends_s - awake_s()
        if left_s <= 0:
            return Aged()
        try:
            protocol.write(data)
            answer = await protocol.read_response(timeout=left_s)
        except (TimeoutError, *_NOT_THERE) as trouble:
            return Unsure(type(trouble).__name__)
        return meaning(answer.code, answer.message, attempt, self._now())

    def _not_reached(self, trouble: Exception, attempt: int) -> Result:
        if isinstance(trouble, aiosmtplib.SMTPResponseException):
            why = f"{trouble.code} {trouble.message}"
        else:
            why = f"{type(trouble).__name__}: {trouble}"
        return not_reached(attempt, self._now(), why)


def _trust(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    return context
