"""The page of a life: self-contained, exact, and quiet about what it is not sure of."""

import json
import re
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest

from libs.cli.playing.ageing import BANDS, Ageing, aged
from libs.cli.playing.chasing_told import chased_told
from libs.cli.showing.chart import chart
from libs.cli.showing.letters import chosen, frames, letters_in
from libs.cli.showing.page import Shown, page


def kept(folder: Path, name: str, subject: str, *, html: str = "", picture: bytes = b"") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "De Bakker <r@relance.example>", "an@x", subject
    mail.set_content(f"{subject}\n")
    if html:
        mail.add_alternative(html, subtype="html")
    if picture:
        body = mail.get_body(("html",))
        assert body is not None
        body.add_related(picture, "image", "png", cid="<code@relance>")
    (folder / f"{name}.eml").write_bytes(bytes(mail))
    about = {"arrived_at": f"2026-01-05T12:00:0{name}+00:00", "rcpt_tos": ["an@x"], "answer": "250"}
    (folder / f"{name}.json").write_text(json.dumps(about))


@pytest.mark.parametrize(
    ("due_on", "band"),
    [
        ("2026-03-02", 0),  # due today
        ("2026-03-01", 1),
        ("2026-02-16", 1),  # 14 days
        ("2026-02-15", 2),
        ("2026-01-31", 2),  # 30 days
        ("2026-01-30", 3),
        ("2026-01-16", 3),  # 45 days
        ("2026-01-15", 4),
    ],
)
def test_what_is_open_is_put_into_the_band_of_its_days(due_on: str, band: int) -> None:
    found = aged("2026-03-02", [(Decimal("10.00"), due_on), (Decimal("0.50"), due_on)])
    assert found.amounts == tuple(Decimal("10.50") if n == band else 0 for n in range(len(BANDS)))


def test_a_chart_has_a_part_for_each_band_and_says_where_the_chase_begins() -> None:
    days = [Ageing(day, tuple(map(Decimal, (100, 50, 0, 0, 25)))) for day in ("2026-01-09",)]
    days.append(Ageing("2026-01-16", tuple(map(Decimal, (10, 0, 0, 0, 0)))))
    drawn = chart(days, "2026-01-12")
    assert drawn.count("<title>") == 10
    assert "2026-01-09, over 45 days: 25.00" in drawn
    assert "after the first reminder" in drawn
    assert ">200<" in drawn  # 175, rounded up
    assert "after the first reminder" not in chart(days, "")


def test_mails_are_shown_in_frames_that_run_and_fetch_nothing(tmp_path: Path) -> None:
    html = '<html lang="fr"><body><img src="cid:code@relance"><script>x()</script></body></html>'
    kept(tmp_path, "1", "Rappel de paiement", html=html, picture=b"\x89PNG")
    (letter,) = letters_in(tmp_path)
    assert letter.language == "fr"
    assert 'src="data:image/png;base64,iVBORw=="' in letter.html

    frame = frames([letter])

    assert '<iframe sandbox=""' in frame
    assert "<script>" not in frame  # inside the frame's text alone
    assert "&lt;script&gt;" in frame


def test_a_mail_without_html_is_shown_as_its_text(tmp_path: Path) -> None:
    kept(tmp_path, "1", "Plain")
    assert "&lt;pre&gt;Plain" in frames(letters_in(tmp_path))


def test_a_few_that_differ_are_chosen(tmp_path: Path) -> None:
    for n, subject in enumerate(["reminder of F-1", "reminder of F-2", "last reminder of F-1"]):
        kept(tmp_path, str(n), subject, html='<html lang="en"></html>')
    kept(tmp_path, "9", "reminder of F-3", html='<html lang="fr"></html>')
    subjects = [letter.subject for letter in chosen(letters_in(tmp_path))]
    assert subjects[:2] == ["reminder of F-1", "last reminder of F-1"]
    assert subjects[-1] == "reminder of F-3"


def test_the_page_escapes_what_it_shows_and_names_no_other_place(tmp_path: Path) -> None:
    kept(tmp_path, "1", "<b>Bold</b>", html="<html></html>")
    shown = Shown(
        title="A & B",
        figures=[("wrongful demands", "0", True), ("sent", "2 · 30.00 EUR", None)],
        ageing=[Ageing("2026-01-09", (Decimal(1),) * len(BANDS))],
        began_on="2026-01-05",
        debtor="<script>",
        timeline=[("2026-01-05", "An said “<i>”")],
        letters=letters_in(tmp_path),
    )

    html = page(shown)

    assert "A &amp; B" in html
    assert "&lt;b&gt;Bold&lt;/b&gt;" in html
    assert "<script>" not in html
    assert '<dd class="good">0</dd>' in html
    assert "<small>30.00 EUR</small>" in html
    assert not re.findall(r"(?:src|href)=\"(?!data:)", html)
    assert "http" not in html.replace('http-equiv="Content-Security-Policy"', "")


def test_a_day_s_chase_is_told_in_a_few_words() -> None:
    counts = {"message_sent": 1, "demand_recalled": 2, "call_logged": 3, "step_taken": 9}
    assert chased_told(counts) == "1 demand sent, 2 recalled, 3 calls made"
    assert chased_told({"step_taken": 1}) == ""
