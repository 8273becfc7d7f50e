"""Mailbox and log agree, or it is told in what they do not."""

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from audit.delivering import copies, undelivered
from audit.mails import MailUnreadable, amounts_in, read_mails
from audit.tests.chasing import Chasing, a_chase, a_mail, asked_and_sent


def whys(chase: Chasing, *mails: object, **more: object) -> list[str]:
    found = undelivered(chase.chase(), mails, **more)  # type: ignore[arg-type]
    return [wrong.why for wrong in found]


def test_one_mail_for_what_was_sent_is_right() -> None:
    assert whys(asked_and_sent(a_chase()), a_mail()) == []


def test_a_mail_that_the_log_does_not_know_is_found() -> None:
    stray = a_mail(message_id="<other@relance.example>")
    chase = asked_and_sent(a_chase())
    assert whys(chase, a_mail(), stray) == ["a mail that is no message"]
    assert whys(chase, a_mail(), stray, strangers={"<other@relance.example>"}) == []


def test_a_message_that_was_said_to_be_sent_and_never_came_is_found() -> None:
    assert whys(asked_and_sent(a_chase())) == ["sent, and not received"]


def test_a_mail_that_was_received_twice_is_found() -> None:
    chase = asked_and_sent(a_chase())
    assert whys(chase, a_mail(), a_mail(minutes=10.45)) == ["received oftener than sent"]


def test_a_repeated_one_may_be_there_twice_and_is_counted() -> None:
    chase = a_chase()
    chase.at(9).proposed()
    chase.at(10.5).started(minutes=10)
    chase.at(12).notifications("message_uncertain", attempt=1)
    chase.at(13).started(minutes=12.9, attempt=2)
    chase.at(14).sent(attempt=2, repeated=True)
    mails = a_mail(answered=False), a_mail(minutes=13.1)

    assert whys(chase, *mails) == []
    assert whys(chase, mails[1]) == []
    assert copies(chase.chase(), mails) == {"m1": 2}


def test_a_mail_of_what_never_started_is_found() -> None:
    chase = a_chase()
    chase.at(9).proposed()
    chase.notifications("message_withdrawn", reason="recalled", gate="disputed_items_wait")
    found = ["received oftener than sent", "left without a barrier of its time"]
    assert whys(chase, a_mail()) == found


def test_a_mail_that_left_too_long_after_its_barrier_began_is_found() -> None:
    chase = asked_and_sent(a_chase())
    late = ["left without a barrier of its time"]
    assert whys(chase, a_mail(minutes=10.5)) == []  # after 30 s
    assert whys(chase, a_mail(minutes=10.6)) == late  # after 36 s
    assert whys(chase, a_mail(minutes=10.4), age_max_s=8.0) == late
    assert whys(chase, a_mail(minutes=9.9)) == late


def test_a_mail_says_each_item_and_amount_of_its_demand_in_both_its_forms() -> None:
    chase = asked_and_sent(a_chase())
    assert whys(chase, a_mail(text="F-2: 100,00 EUR")) == ["a mail without one of its items"]
    assert whys(chase, a_mail(html="<p>nothing</p>")) == [
        "a mail without one of its items",
        "a mail with another amount",
        "a mail with another sum",
    ]
    assert whys(chase, a_mail(text="F-1: 99,00 EUR")) == [
        "a mail with another amount",
        "a mail with another sum",
        "a mail with an amount that nobody asked",
    ]
    more = a_mail(text="F-1: 100,00 EUR", html="F-1: 100,00 EUR, costs 15,00 EUR")
    assert whys(chase, more) == ["a mail with an amount that nobody asked"]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1 234,56 €", {123456}),
        ("1\u202f234,56\u00a0€", {123456}),
        ("€1,234.56 and €12.00", {123456, 1200}),
        ("-€\u00a01.234,56 uiterlijk op 9\u00a0april 2026", {123456}),
        ("1.234,56\u00a0€ bis zum 9.\u00a0April 2026", {123456}),
        ("1.234.567,89 EUR", {123456789}),
        ("0,05", {5}),
        ("due 04.02.2026, 12 days, 21.00%", set()),
        ("F-2026-17", set()),
    ],
)
def test_amounts_are_found_in_every_spelling(text: str, amounts: set[int]) -> None:
    assert amounts_in(text) == amounts


def test_a_mail_is_read_from_the_folder_of_a_mailbox(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Message-ID"] = "<m1@relance.example>"
    mail["Subject"] = "Facture impayée"
    mail.set_content("Facture F-1 : 1 234,56 €\n")
    mail.add_alternative(
        "<html><style>.a{width:9.99px}</style><body><b>F-1</b> 1&nbsp;234,56&nbsp;€</body></html>",
        subtype="html",
    )
    mail.add_attachment(b"5,00", maintype="text", subtype="plain", filename="copy.txt")
    (tmp_path / "a.eml").write_bytes(bytes(mail))
    about = {"arrived_at": "2026-01-05T12:10:36.000001+00:00", "rcpt_tos": ["c@x"], "answer": "250"}
    (tmp_path / "a.json").write_text(json.dumps(about))

    (read,) = read_mails(tmp_path)

    assert (read.message_id, read.subject) == ("<m1@relance.example>", "Facture impayée")
    assert (read.to, read.answered, read.arrived_at.microsecond) == (("c@x",), True, 1)
    assert read.names("F-1")
    assert read.amounts() == {123456}


def test_a_folder_with_half_a_mail_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"arrived_at": "2026-01-05T12:10:36+00:00"}')
    with pytest.raises(MailUnreadable, match=r"a\.json"):
        read_mails(tmp_path)
