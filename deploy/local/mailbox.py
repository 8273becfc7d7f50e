"""An SMTP server that keeps what it receives: `python -m deploy.local.mailbox --port --folder`.

The local part of a recipient can ask for another answer, so that a story can have it:

| local part | at the end of the data |
|---|---|
| `later@`, `later+any@` | 451: not now |
| `refused@` | 550, already when the recipient is named |
| `slow@` | kept; the recipient is only agreed to after some seconds |
| `drop@` | kept, and the connection is dropped without an answer |
| `hang@` | kept, and never answered |
| `bounce@` | kept, and a delivery report is put into the folder for those |

`later-once@`, `drop-once@` and `hang-once@` do so to the first attempt of each Message-ID alone,
`slow-once@` the first time that it is named.
"""

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32
from pathlib import Path
from typing import Final

import click
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.bouncing import delivery_report
from deploy.local.ports import LOOPBACK

SIZE_MAX: Final = 32 * 1024 * 1024
TAKEN: Final = "250 2.0.0 kept as {name}"
NOT_NOW: Final = "451 4.3.0 not now, as you asked for"
REFUSED: Final = "550 5.1.1 nobody here, as you asked for"
RULES: Final = ("later", "refused", "slow", "drop", "hang", "bounce")
SLOW_S: Final = 4.0
UNANSWERED: Final = ("drop", "hang")
ONCE: Final = "-once"
STOPS: Final = (signal.SIGTERM, signal.SIGINT)


def rule_of(recipient: str) -> tuple[str, bool]:
    """What a recipient asks for, and whether only of the first attempt; empty: nothing special."""
    asked = recipient.partition("@")[0].partition("+")[0].lower()
    rule = asked.removesuffix(ONCE)
    return (rule, rule != asked) if rule in RULES else ("", False)


@dataclass(slots=True)
class Mailbox:
    """Keeps each mail as `<arrival>-<n>.eml`, exactly as it came, and a `.json` with its envelope.

    The `.json` is written last, so that whoever finds one finds the whole mail: `arrived_at` (UTC,
    microseconds), `mail_from`, `rcpt_tos`, `peer`, `message_id`, `size_bytes`, and `answer`: empty
    when the sender got none.
    """

    folder: Path
    bounces: Path | None = None
    """Where delivery reports are put, each as one `.eml`; None: none is made."""
    _count: int = 0
    _tried: set[tuple[str, str]] = field(default_factory=set)
    """(recipient, Message-ID) of what was answered otherwise once."""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        rule, is_once = rule_of(address)
        if rule == "refused":
            return REFUSED
        if rule == "slow" and not (is_once and (address, "") in self._tried):
            self._tried.add((address, ""))
            await asyncio.sleep(SLOW_S)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Called by aiosmtpd at the end of the data."""
        arrived_at = datetime.now(UTC)
        rule = self._rule(envelope)
        if rule == "later":
            return NOT_NOW
        name = f"{arrived_at:%Y%m%dT%H%M%S.%fZ}-{self._number():06d}"
        answer = "" if rule in UNANSWERED else TAKEN.format(name=name)
        about = _about(session, envelope, arrived_at, answer)
        await asyncio.to_thread(self._keep, name, _content(envelope), about)
        if rule == "bounce" and self.bounces is not None:
            await asyncio.to_thread(self._report, self.bounces, name, envelope)
        if rule in UNANSWERED:
            await _leave_unanswered(server, is_dropped=rule == "drop")
        return answer

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _rule(self, envelope: Envelope) -> str:
        """The strongest that a recipient asks for: an earlier attempt may have had it already."""
        message_id = _message_id(_content(envelope))
        asked = ""
        for recipient in envelope.rcpt_tos:
            rule, is_once = rule_of(recipient)
            if rule and not (is_once and (recipient, message_id) in self._tried):
                asked = asked or rule
                self._tried.add((recipient, message_id))
        return asked

    def _keep(self, name: str, content: bytes, about: str) -> None:
        _put(self.folder / f"{name}.eml", content)
        _put(self.folder / f"{name}.json", about.encode())

    def _report(self, bounces: Path, name: str, envelope: Envelope) -> None:
        recipient = next(one for one in envelope.rcpt_tos if rule_of(one)[0] == "bounce")
        sender = envelope.mail_from or ""
        report = delivery_report(_content(envelope), recipient=recipient, sender=sender)
        _put(bounces / f"{name}.eml", report)


def _put(file: Path, raw: bytes) -> None:
    """Whole or not at all."""
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(raw)
    partial.replace(file)


def _content(envelope: Envelope) -> bytes:
    content = envelope.original_content
    return content if isinstance(content, bytes) else b""


def _message_id(content: bytes) -> str:
    return str(message_from_bytes(content, policy=compat32).get("Message-ID", "")).strip()


def _about(session: Session, envelope: Envelope, arrived_at: datetime, answer: str) -> str:
    content = _content(envelope)
    facts = {
        "arrived_at": arrived_at.isoformat(timespec="microseconds"),
        "mail_from": envelope.mail_from or "",
        "rcpt_tos": list(envelope.rcpt_tos),
        "peer": str(session.peer),
        "message_id": _message_id(content),
        "size_bytes": len(content),
        "answer": answer,
    }
    return json.dumps(facts, indent=2) + "\n"


async def _leave_unanswered(server: SMTP, *, is_dropped: bool) -> None:
    if is_dropped and isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    # Ends with the connection: aiosmtpd cancels what handles a connection that is lost.
    await asyncio.Event().wait()


async def serve(folder: Path, port: int, *, bounces: Path | None = None) -> asyncio.Server:
    """Keep in `folder` what comes in on that port of the loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    if bounces is not None:
        bounces.mkdir(parents=True, exist_ok=True)
    mailbox = Mailbox(folder, bounces)

    def connection() -> SMTP:
        return SMTP(mailbox, data_size_limit=SIZE_MAX, enable_SMTPUTF8=True, ident="mailbox")

    loop = asyncio.get_running_loop()
    return await loop.create_server(connection, host=LOOPBACK, port=port)


async def _serve_until_told(folder: Path, port: int, bounces: Path | None) -> None:
    told = asyncio.Event()
    for stop in STOPS:
        asyncio.get_running_loop().add_signal_handler(stop, told.set)
    server = await serve(folder, port, bounces=bounces)
    sys.stdout.write(f"listening on {LOOPBACK}:{port}, keeping in {folder}\n")
    sys.stdout.flush()
    await told.wait()
    server.close()


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--bounces", type=click.Path(path_type=Path), help="Folder of delivery reports.")
def _command(port: int, folder: Path, bounces: Path | None) -> None:
    """Receive mail on the loopback and keep it."""
    asyncio.run(_serve_until_told(folder, port, bounces))


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGTERM."""
    _command(args=arguments, prog_name="python -m deploy.local.mailbox")


if __name__ == "__main__":
    main()
