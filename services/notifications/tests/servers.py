"""Mail servers on loopback: a real one that behaves as it is told, and one that says nothing."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


@dataclass(slots=True)
class Behaviour:
    """What a server does; it keeps each mail that it took."""

    to_recipient: str = "250 fine"
    to_others: dict[str, str] = field(default_factory=dict)
    """To recipients by address, where it is another answer."""
    to_data: str = "250 2.0.0 queued as 17"
    recipient_after_s: float = 0.0
    """How long it thinks about a recipient."""
    drops_after_data: bool = False
    hangs_after_data: bool = False
    taken: list[Envelope] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        await asyncio.sleep(self.recipient_after_s)
        said = self.to_others.get(address, self.to_recipient)
        if said.startswith("2"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.over_tls.append(session.ssl is not None)
        self.taken.append(envelope)
        if self.drops_after_data:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        if self.hangs_after_data:
            await asyncio.Event().wait()
        return self.to_data


@asynccontextmanager
async def server(behaviour: Behaviour, **options: Any) -> AsyncIterator[int]:
    """Its port. `options` are those of aiosmtpd's SMTP."""

    def speak() -> SMTP:
        return SMTP(behaviour, enable_SMTPUTF8=True, **options)

    listening = await asyncio.get_running_loop().create_server(speak, LOOPBACK, 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


@contextmanager
def server_apart(behaviour: Behaviour) -> Iterator[int]:
    """Its port. In a thread of its own: it goes on while whoever asks stands still."""
    told: Future[int] = Future()
    ends = asyncio.Event()

    async def serve() -> None:
        async with server(behaviour) as port:
            told.set_result(port)
            await ends.wait()

    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield told.result(5.0)
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join(5.0)
        loop.close()


Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def speaker(conversation: Conversation) -> AsyncIterator[int]:
    """A server that says what it is told to say, line by line."""
    listening = await asyncio.start_server(conversation, LOOPBACK, 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


def who_knows(password: str) -> Callable[..., AuthResult]:
    """An authenticator that takes this password alone."""

    def judged(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> Any:
        return AuthResult(success=given.password == password.encode(), handled=False)

    return judged


def certificate(folder: Path) -> Path:
    """One of 127.0.0.1, signed by itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "localhost.pem"
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(pem + signed.public_bytes(serialization.Encoding.PEM))
    return file


def context_of(file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context
