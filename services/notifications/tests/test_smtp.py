"""A mail is handed to a real server on loopback, and each way it can end is told."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from libs.events.effects.effect import Aged, Failed, FailedForNow, Result, Sent, Unsure
from services.notifications.adapters.smtp.answers import not_before, reply_text
from services.notifications.adapters.smtp.limits import Limits, NoRoom
from services.notifications.adapters.smtp.sending import Mail, Sending, Server
from services.notifications.tests.servers import (
    LOOPBACK,
    Behaviour,
    certificate,
    context_of,
    server,
    server_apart,
    speaker,
    who_knows,
)

NOW = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
MAIL = Mail("us@relance.example", "smith@example.org", b"Subject: hello\r\n\r\n.a dot\r\nbye\r\n")
PLENTY = Limits(10, 1000)


async def handed(port: int, *, limit_s: float = 5.0, attempt: int = 1, **more: Any) -> Result:
    told = Server(host=more.pop("host", LOOPBACK), port=port, **more)
    return await Sending(told, PLENTY, lambda: NOW).send(MAIL, attempt, limit_s)


async def test_a_server_that_takes_it_has_the_exact_bytes() -> None:
    behaviour = Behaviour()
    async with server(behaviour) as port:
        assert await handed(port) == Sent("250 2.0.0 queued as 17", "2026-04-01T10:00:00Z")
    (envelope,) = behaviour.taken
    assert envelope.content == MAIL.content
    assert (envelope.mail_from, envelope.rcpt_tos) == (MAIL.sender, [MAIL.to])


async def test_copies_are_named_and_one_that_is_refused_keeps_nothing_from_leaving() -> None:
    behaviour = Behaviour(to_others={"gone@smith.example": "550 5.1.1 nobody here"})
    mail = replace(MAIL, copies=("cfo@smith.example", "gone@smith.example"))
    async with server(behaviour) as port:
        told = Server(host=LOOPBACK, port=port)
        result = await Sending(told, PLENTY, lambda: NOW).send(mail, 1, 5.0)
    assert isinstance(result, Sent)
    (envelope,) = behaviour.taken
    assert envelope.rcpt_tos == [MAIL.to, "cfo@smith.example"]


@pytest.mark.parametrize(
    ("attempt", "when"),
    [
        (1, "2026-04-01T10:01:00Z"),
        (2, "2026-04-01T10:05:00Z"),
        (3, "2026-04-01T10:15:00Z"),
        (4, "2026-04-01T11:00:00Z"),
        (9, "2026-04-01T11:00:00Z"),
    ],
)
async def test_refused_for_now_it_is_tried_again_after_longer_and_longer(
    attempt: int, when: str
) -> None:
    async with server(Behaviour(to_data="451 4.7.1 greylisted")) as port:
        result = await handed(port, attempt=attempt)
    assert result == FailedForNow("refused_for_now", when, "451 4.7.1 greylisted")
    assert not_before(attempt, NOW) == when


async def test_refused_for_good_tells_why_but_not_whom() -> None:
    answer = "550 5.1.1 <smith@example.org>: Recipient address rejected"
    async with server(Behaviour(to_recipient=answer)) as port:
        result = await handed(port)
    assert result == Failed("refused", "550 5.1.1 <address>: Recipient address rejected")


async def test_data_that_is_refused_for_good_has_failed() -> None:
    async with server(Behaviour(to_data="554 5.6.0 no")) as port:
        assert await handed(port) == Failed("refused", "554 5.6.0 no")


async def test_a_server_that_drops_before_its_answer_leaves_it_unsure() -> None:
    behaviour = Behaviour(drops_after_data=True)
    async with server(behaviour) as port:
        assert isinstance(await handed(port), Unsure)
    assert len(behaviour.taken) == 1


async def test_a_server_that_hangs_after_the_data_leaves_it_unsure_in_time() -> None:
    behaviour = Behaviour(hangs_after_data=True)
    began_s = asyncio.get_running_loop().time()
    async with server(behaviour) as port:
        assert isinstance(await handed(port, limit_s=1.0), Unsure)
    assert asyncio.get_running_loop().time() - began_s < 1.0
    assert len(behaviour.taken) == 1


async def test_who_stood_still_until_the_time_was_over_gives_nothing_away() -> None:
    """When it goes on, its time is over and the server's answer is there, both at once."""
    behaviour = Behaviour(recipient_after_s=0.2)
    with server_apart(behaviour) as port:
        stands_still_s = 1.5
        asyncio.get_running_loop().call_later(0.1, time.sleep, stands_still_s)
        result = await handed(port, limit_s=1.0)
    assert isinstance(result, Aged | FailedForNow)
    assert behaviour.taken == []


async def test_a_server_that_never_says_hello_was_not_reached() -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with speaker(silent) as port:
        result = await handed(port, limit_s=1.0)
    assert isinstance(result, FailedForNow)
    assert (result.reason, result.not_before) == ("not_reached", "2026-04-01T10:01:00Z")


async def test_a_server_that_drops_before_it_asks_for_the_data_was_not_reached() -> None:
    async def drops_at_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while not (await reader.readline()).startswith(b"DATA"):
            writer.write(b"250 fine\r\n")
        writer.transport.abort()

    async with speaker(drops_at_data) as port:
        result = await handed(port)
    assert isinstance(result, FailedForNow)
    assert result.reason == "not_reached"


async def test_where_nobody_listens_nobody_was_reached() -> None:
    async with server(Behaviour()) as port:
        pass
    result = await handed(port)
    assert isinstance(result, FailedForNow)
    assert result.reason == "not_reached"


async def test_tls_is_used_where_it_is_offered(tmp_path: Path) -> None:
    behaviour, file = Behaviour(), certificate(tmp_path)
    async with server(behaviour, tls_context=context_of(file), hostname="localhost") as port:
        result = await handed(port, host="localhost", ca_file=str(file))
    assert isinstance(result, Sent)
    assert behaviour.over_tls == [True]


async def test_a_server_with_a_certificate_that_nobody_vouches_for_is_given_nothing(
    tmp_path: Path,
) -> None:
    behaviour = Behaviour()
    async with server(behaviour, tls_context=context_of(certificate(tmp_path))) as port:
        result = await handed(port, host="localhost")
    assert isinstance(result, FailedForNow)
    assert (result.reason, behaviour.taken) == ("not_reached", [])


async def test_required_tls_that_is_not_offered_is_no_way_to_send() -> None:
    behaviour = Behaviour()
    async with server(behaviour) as port:
        result = await handed(port, tls="required")
    assert isinstance(result, FailedForNow)
    assert ("TLS" in result.reply, behaviour.taken) == (True, [])


async def test_a_password_is_never_sent_in_the_clear() -> None:
    behaviour = Behaviour()
    async with server(behaviour, authenticator=who_knows("open"), auth_require_tls=False) as port:
        result = await handed(port, user="us", password="open")
    assert isinstance(result, FailedForNow)
    assert ("password" in result.reply, behaviour.taken) == (True, [])


@pytest.mark.parametrize(("password", "is_sent"), [("open", True), ("wrong", False)])
async def test_a_server_that_asks_for_a_password_is_given_it_over_tls(
    tmp_path: Path, password: str, is_sent: bool
) -> None:
    file = certificate(tmp_path)
    options = {"authenticator": who_knows("open"), "auth_required": True}
    async with server(Behaviour(), tls_context=context_of(file), **options) as port:
        result = await handed(
            port, host="localhost", ca_file=str(file), user="us", password=password
        )
    assert isinstance(result, Sent) is is_sent
    if not is_sent:
        assert isinstance(result, FailedForNow)
        assert result.reply.startswith("535")


async def test_a_domain_is_given_so_much_a_minute() -> None:
    clock_s = [0.0]
    limits = Limits(10, 2, lambda: clock_s[0])
    behaviour = Behaviour()
    async with server(behaviour) as port:
        sending = Sending(Server(LOOPBACK, port), limits, lambda: NOW)
        results = [await sending.send(MAIL, 1, 5.0) for _ in range(3)]
        assert results[2] == FailedForNow(
            "aged", "2026-04-01T10:01:00Z", "the domain has no room for now"
        )
        elsewhere = Mail(MAIL.sender, "smith@example.net", MAIL.content)
        assert isinstance(await sending.send(elsewhere, 1, 5.0), Sent)
        clock_s[0] = 60.0
        assert isinstance(await sending.send(MAIL, 1, 5.0), Sent)
    assert len(behaviour.taken) == 4


async def test_a_domain_is_given_so_many_at_a_time() -> None:
    limits = Limits(1, 100)
    async with limits.room("example.org"):
        with pytest.raises(NoRoom):
            async with limits.room("example.org"):
                pass
        async with limits.room("example.net"):
            pass
    async with limits.room("example.org"):
        pass


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("sorry,\r\nsmith@example.org unknown", "550 sorry, <address> unknown"),
        ("x" * 300, "550 " + "x" * 196),
        ("<a@b>,<c@d>", "550 <address>,<address>"),
    ],
)
def test_a_reply_is_one_short_line_without_addresses(told: str, kept: str) -> None:
    assert reply_text(550, told) == kept
