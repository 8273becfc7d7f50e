"""Delivery reports by other hands: each is read, and its message found where it names one."""

from pathlib import Path

import pytest

from services.notifications.adapters.bounces.reports import read_report
from tests.acceptance.samples import files_in, name_of

OURS = "<0k3w9xv2qpt5m1c8e7r4ya6nbd.acme@relance.example>"
NO_FAILURE = {"dumbass_01.txt", "qmail_08.txt"}
"""An odd dialect that names nobody, and a person's auto-reply."""


def reports() -> list[Path]:
    return [file for file in files_in("mail-bounces") if file.suffix == ".txt"]


def test_every_report_of_a_failure_is_one() -> None:
    unread = {file.name for file in reports() if read_report(file.read_bytes()) is None}
    assert unread == NO_FAILURE


def test_reports_by_the_standard_say_their_status_and_their_message() -> None:
    told = {
        file.name: read_report(file.read_bytes())
        for file in reports()
        if file.name.startswith("dsn_")
    }
    worst = {name: one.but_for(()) for name, one in told.items() if one}
    statuses = {name: (one.status, one.permanent) for name, one in worst.items() if one}
    assert statuses["dsn_06.txt"] == ("4.4.0", False)
    assert statuses["dsn_11.txt"] == ("5.1.1", True)
    assert statuses["dsn_12.txt"] == ("5.1.1", True)
    assert {name for name, one in told.items() if one and not one.message_ids} <= {"dsn_16.txt"}


def test_a_message_of_ours_is_found_where_they_name_the_returned_one() -> None:
    found = []
    for file in reports():
        raw = file.read_bytes()
        if (report := read_report(raw)) is None or not report.message_ids:
            continue
        planted = raw.replace(report.message_ids[-1].encode(), OURS.encode())
        again = read_report(planted)
        assert again is not None, name_of(file)
        assert OURS in again.message_ids, name_of(file)
        found.append(file.name)
    assert len(found) >= 10


@pytest.mark.parametrize("pattern", ["mail-replies", "hostile"])
def test_what_is_no_report_is_read_as_none_and_breaks_nothing(pattern: str) -> None:
    for file in files_in(pattern):
        report = read_report(file.read_bytes())
        assert report is None or pattern == "mail-replies", name_of(file)
