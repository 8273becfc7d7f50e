"""The mailbox keeps each mail as it came, and answers as a recipient asks it to."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest

from deploy.local.mailbox import rule_of, serve
from deploy.local.ports import LOOPBACK, free_ports, is_listened_on
from deploy.local.postbox import Postbox
from deploy.local.waiting import wait_until

LIMIT_S = 20.0
SENDER = "billing@creditor.example"


def a_mail(message_id: str = "<1@example.com>", body: bytes = b"Bonjour\r\n") -> bytes:
    head = f"Message-ID: {message_id}\r\nSubject: =?utf-8?q?Pay=C3=A9e?=\r\n\r\n".encode()
    return head + body


@pytest.fixture(name="mailbox")
async def _mailbox(tmp_path: Path) -> AsyncIterator[tuple[Path, int]]:
    (port,) = free_ports(1)
    server = await serve(tmp_path / "mailbox", port, bounces=tmp_path / "bounces")
    yield tmp_path / "mailbox", port
    server.close()


async def sent(port: int, recipient: str, raw: bytes, *, timeout_s: float = LIMIT_S) -> str:
    """The reply to the end of the data; raises what the library does."""
    async with aiosmtplib.SMTP(hostname=LOOPBACK, port=port, timeout=timeout_s) as smtp:
        _, reply = await smtp.sendmail(SENDER, [recipient], raw)
    return reply


def kept(folder: Path) -> list[tuple[dict[str, Any], bytes]]:
    notes = sorted(folder.glob("*.json"))
    return [(json.loads(n.read_text()), n.with_suffix(".eml").read_bytes()) for n in notes]


async def test_a_mail_is_kept_byte_by_byte_with_its_envelope(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox
    raw = a_mail(body=b".a line that begins with a dot\r\n\xc3\xa9\r\n" + b"x" * 900 + b"\r\n")
    before = datetime.now(UTC)

    reply = await sent(port, "jan@example.com", raw)

    ((about, content),) = kept(folder)
    assert content == raw
    assert reply.startswith("2.0.0 kept as ")
    assert about["rcpt_tos"] == ["jan@example.com"]
    assert about["mail_from"] == SENDER
    assert about["message_id"] == "<1@example.com>"
    assert about["size_bytes"] == len(raw)
    arrived_at = datetime.fromisoformat(about["arrived_at"])
    assert before <= arrived_at < before + timedelta(seconds=LIMIT_S)


async def test_not_now_keeps_nothing_each_time_or_once(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox
    for _ in range(2):
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await sent(port, "later+c1@example.com", a_mail())
        assert refused.value.code == 451

    with pytest.raises(aiosmtplib.SMTPDataError):
        await sent(port, "later-once@example.com", a_mail("<2@example.com>"))
    assert kept(folder) == []

    await sent(port, "later-once@example.com", a_mail("<2@example.com>"))
    assert [about["message_id"] for about, _ in kept(folder)] == ["<2@example.com>"]


async def test_a_recipient_can_be_refused(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox

    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await sent(port, "refused@example.com", a_mail())

    assert refused.value.recipients[0].code == 550
    assert kept(folder) == []


async def test_one_that_is_slow_is_agreed_to_late_and_once_if_it_asks_for_that(
    mailbox: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, port = mailbox
    monkeypatch.setattr("deploy.local.mailbox.SLOW_S", 0.4)

    with pytest.raises(aiosmtplib.SMTPTimeoutError):
        await sent(port, "slow-once+c1@example.com", a_mail(), timeout_s=0.1)
    assert kept(folder) == []
    await sent(port, "slow-once+c1@example.com", a_mail(), timeout_s=0.3)
    assert len(kept(folder)) == 1


async def test_a_dropped_one_is_kept_and_its_sender_never_knows(
    mailbox: tuple[Path, int],
) -> None:
    folder, port = mailbox

    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await sent(port, "drop-once@example.com", a_mail())
    await sent(port, "drop-once@example.com", a_mail())

    assert [bool(about["answer"]) for about, _ in kept(folder)] == [False, True]


async def test_one_that_hangs_is_kept_and_never_answered(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox

    with pytest.raises(aiosmtplib.SMTPTimeoutError):
        await sent(port, "hang@example.com", a_mail(), timeout_s=0.3)

    ((about, _),) = kept(folder)
    assert about["answer"] == ""


async def test_one_that_bounces_is_taken_and_reported(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox

    await sent(port, "bounce+c1@example.com", a_mail())

    assert len(kept(folder)) == 1
    (file,) = (folder.parent / "bounces").iterdir()
    report: Any = message_from_bytes(file.read_bytes())
    assert report.get_content_type() == "multipart/report"
    words, status, original = report.get_payload()
    assert "bounce+c1@example.com" in words.get_payload()
    whole, one = status.get_payload()
    assert one["Final-Recipient"] == "rfc822; bounce+c1@example.com"
    assert (one["Action"], one["Status"]) == ("failed", "5.1.1")
    assert original.get_payload(0)["Message-ID"] == "<1@example.com>"
    assert report["To"] == SENDER
    assert whole["Reporting-MTA"]


@pytest.mark.parametrize(
    ("recipient", "rule"),
    [
        ("later@example.com", ("later", False)),
        ("LATER+c7@example.com", ("later", False)),
        ("hang-once@example.com", ("hang", True)),
        ("slow-once+c1@example.com", ("slow", True)),
        ("later.on@example.com", ("", False)),
        ("compta@later.example", ("", False)),
    ],
)
def test_the_local_part_alone_asks_for_another_answer(
    recipient: str, rule: tuple[str, bool]
) -> None:
    assert rule_of(recipient) == rule


async def test_many_at_once_are_each_kept(mailbox: tuple[Path, int]) -> None:
    folder, port = mailbox

    mails = [a_mail(f"<{n}@example.com>") for n in range(20)]
    await asyncio.gather(*(sent(port, "jan@example.com", one) for one in mails))

    assert sorted(content for _, content in kept(folder)) == sorted(mails)


async def test_the_process_of_a_platform_keeps_its_port_and_stops(tmp_path: Path) -> None:
    postbox = Postbox.planned(tmp_path, wished=0)
    await postbox.start()
    pid = postbox.process.pid()
    try:
        await Postbox.planned(tmp_path).start()
        assert Postbox.before(tmp_path) == postbox
        assert postbox.process.pid() == pid

        await sent(postbox.port, "jan@example.com", a_mail())
        await wait_until("it is kept", lambda: bool(kept(postbox.folder)), limit_s=LIMIT_S)
    finally:
        await postbox.stop()

    assert postbox.process.pid() is None
    assert not await is_listened_on(postbox.port)
    assert len(kept(postbox.folder)) == 1
