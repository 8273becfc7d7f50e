"""Delivery reports: read, tied to their message, noted once, and put aside."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from libs.events.contracts.runtime import Answer
from libs.events.loop.edge import Question
from services.notifications.adapters.bounces.folder import FILES_MAX, arrived, put_aside
from services.notifications.adapters.bounces.reports import (
    REPORT_BYTES_MAX,
    Failure,
    Report,
    read_report,
)
from services.notifications.adapters.bounces.task import Mailroom
from services.notifications.domain.commands import NoteBounce
from services.notifications.tests.building import IDS, KEY, message_of
from services.notifications.tests.reports import OURS, a_dsn, an_answer, an_own_way
from services.notifications.views.reading import MessageFound


@pytest.mark.parametrize(
    ("raw", "status", "permanent"),
    [
        (a_dsn(), "5.1.1", True),
        (a_dsn(returned="text/rfc822-headers"), "5.1.1", True),
        (a_dsn(action="delayed", status="4.4.1"), "4.4.1", False),
        (a_dsn(action="failed (expired)", status="4.4.7"), "4.4.7", True),  # nobody tries any more
        (a_dsn(status="none"), "5.0.0", True),
        (an_own_way(), "5.0.0", True),
    ],
)
def test_a_report_says_of_which_message_and_whether_it_is_lost(
    raw: bytes, status: str, permanent: bool
) -> None:
    failure = Failure("ann@smith.example", status, permanent=permanent)

    assert read_report(raw) == Report((OURS,), (failure,))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        an_answer(),
        a_dsn(action="delivered", status="2.0.0"),
        a_dsn(action="relayed", status="2.1.9"),
        a_dsn() + b" " * REPORT_BYTES_MAX,
    ],
    ids=["empty", "no mail", "an answer", "delivered", "relayed", "too big"],
)
def test_what_reports_no_failure_is_no_report(raw: bytes) -> None:
    assert read_report(raw) is None


A_COPY = b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
ANNS = b"Final-Recipient: rfc822; ann@smith.example\r\n"


def test_a_failure_of_one_recipient_speaks_over_a_delay_of_another() -> None:
    raw = a_dsn(action="delayed", status="4.4.1").replace(ANNS, A_COPY + ANNS)
    report = read_report(raw)

    assert report is not None
    assert report.but_for(()) == Failure("a@b.example", "5.1.1", permanent=True)


def test_what_a_copy_met_is_not_said_of_whom_the_message_was_for() -> None:
    raw = a_dsn(action="delayed", status="4.4.1").replace(ANNS, A_COPY + ANNS)
    report = read_report(raw)

    assert report is not None
    assert report.but_for(["A@B.example"]) == Failure("ann@smith.example", "4.4.1", permanent=False)
    assert report.but_for(["a@b.example", "ann@smith.example"]) is None


def test_a_forwarded_copy_is_known_by_the_address_that_it_was_written_to() -> None:
    forwarded = b"Original-Recipient: rfc822; cfo@smith.example\r\n" + ANNS
    report = read_report(a_dsn().replace(ANNS, forwarded))

    assert report is not None
    assert report.but_for(["cfo@smith.example"]) is None


@dataclass(slots=True)
class Desk:
    """Where commands are put: each is answered as recorded, unless its owner is away."""

    questions: list[Question] = field(default_factory=list)
    is_away: bool = False

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None:
        self.questions.append(question)
        if self.is_away:
            return None
        return Answer(
            command=question.command_id,
            body_hash=question.body_hash,
            tenant=question.tenant,
            outcome="recorded",
        )


def a_mailroom(folder: Path, desk: Desk, *copies: str, shown_s: float = 60.0) -> Mailroom:
    """Ours has `copies`."""

    async def ours(message_ids: tuple[str, ...]) -> list[MessageFound]:
        found = MessageFound("acme", message_of("d1"), "smith", copies)
        return [found] if OURS in message_ids else []

    return Mailroom(folder, ours, desk, IDS, shown_s=shown_s)


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*") if file.is_file())


async def test_a_report_of_ours_is_noted_at_its_debtors_key_and_put_aside(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(a_dsn())
    desk = Desk()
    assert await a_mailroom(tmp_path, desk).look() == 1
    (question,) = desk.questions
    assert (question.tenant, question.key) == ("acme", KEY)
    assert question.command == NoteBounce(message=message_of("d1"), status="5.1.1", permanent=True)
    assert names_in(tmp_path / "done") == ["1.eml"]
    assert await a_mailroom(tmp_path, desk).look() == 0


async def test_a_copy_that_comes_back_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(a_dsn())
    desk = Desk()

    assert await a_mailroom(tmp_path, desk, "ann@smith.example").look() == 1

    assert desk.questions == []
    assert names_in(tmp_path / "done") == ["1.eml"]


async def test_the_same_file_read_again_is_the_same_command(tmp_path: Path) -> None:
    desk = Desk()
    for name in ("1.eml", "2.eml"):
        (tmp_path / name).write_bytes(a_dsn())
    await a_mailroom(tmp_path, desk).look()
    first, second = desk.questions
    assert (first.command_id, first.body_hash) == (second.command_id, second.body_hash)


async def test_what_is_not_ours_is_put_aside_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "answer.eml").write_bytes(an_answer())
    (tmp_path / "other.eml").write_bytes(a_dsn("<other@example.org>"))
    assert await a_mailroom(tmp_path, Desk(), shown_s=-1.0).look() == 2
    assert names_in(tmp_path / "unknown") == ["answer.eml", "other.eml"]


async def test_a_report_that_is_quicker_than_the_view_waits(tmp_path: Path) -> None:
    file = tmp_path / "other.eml"
    file.write_bytes(a_dsn("<other@example.org>"))
    assert await a_mailroom(tmp_path, Desk()).look() == 0
    hour_ago = time.time() - 3600
    os.utime(file, (hour_ago, hour_ago))
    assert await a_mailroom(tmp_path, Desk()).look() == 1
    assert names_in(tmp_path / "unknown") == ["other.eml"]


async def test_a_report_that_was_not_decided_stays(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(a_dsn())
    assert await a_mailroom(tmp_path, Desk(is_away=True)).look() == 0
    assert names_in(tmp_path) == ["1.eml"]


async def test_a_maildir_is_read_where_mail_arrives(tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1").write_bytes(a_dsn())
    (tmp_path / "cur" / "2:2,S").write_bytes(a_dsn())
    (tmp_path / "tmp" / "3").write_bytes(a_dsn())  # still being written
    assert await a_mailroom(tmp_path, Desk()).look() == 2
    assert names_in(tmp_path / "done") == ["1", "2:2,S"]
    assert names_in(tmp_path / "tmp") == ["3"]


async def test_a_folder_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert await a_mailroom(tmp_path / "later", Desk()).look() == 0


def test_two_files_of_one_name_are_two_and_a_look_has_an_end(tmp_path: Path) -> None:
    for text in ("one", "two"):
        file = tmp_path / "1.eml"
        file.write_text(text)
        put_aside(file, tmp_path, "done")
    assert names_in(tmp_path / "done") == ["1.2.eml", "1.eml"]
    for number in range(FILES_MAX + 1):
        (tmp_path / f"{number}.eml").touch()
    assert len(arrived(tmp_path)) == FILES_MAX
