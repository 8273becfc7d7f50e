"""What somebody is told who comes too late, sends too much, or what nobody gave out."""

from pathlib import Path

import pytest

from services.console.tests.known import DEBTOR, debtor
from services.console.tests.playing import BODY_BYTES_MAX, CSRF, desk_of
from services.console.web.cookies import local
from services.console.web.ports import Session

PAGE = f"/debtors/{DEBTOR}"


async def test_who_sends_a_form_after_the_session_is_told_that_it_was_not_done(
    tmp_path: Path,
) -> None:
    """Sent on to the issuer, it would be stopped by the browser, and nobody would be told."""
    desk = desk_of(tmp_path, answers=debtor())
    desk.session.principal = None

    shown = await desk.browser.post(
        f"{PAGE}/note", data={"csrf": "x"}, headers={"Referer": f"http://console{PAGE}"}
    )

    assert shown.status_code == 401
    assert "what you sent was not done" in shown.text
    assert f'href="/login?then={PAGE.replace("/", "%2F")}"' in shown.text
    assert desk.services.asked == []


async def test_a_file_that_is_too_large_is_told_as_a_page(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    raw = {"file": ("statement.xml", b"x" * (BODY_BYTES_MAX + 1), "application/xml")}
    shown = await desk.browser.post("/imports/statement", data={"csrf": CSRF}, files=raw)
    assert shown.status_code == 413
    assert "This is too large to be taken here." in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]


async def test_a_database_that_is_away_is_told_as_a_page(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)

    async def away(secret: str) -> Session | None:
        raise ConnectionRefusedError

    desk.session.of = away  # type: ignore[method-assign]
    shown = await desk.browser.get("/")
    assert shown.status_code == 503
    assert "There is no answer from the console now." in shown.text


@pytest.mark.parametrize("csrf", ["", "é"])
async def test_a_token_that_is_none_is_refused_whatever_it_is_written_in(
    tmp_path: Path, csrf: str
) -> None:
    desk = desk_of(tmp_path)
    assert (await desk.browser.post("/logout", data={"csrf": csrf})).status_code == 403


def test_a_page_whose_name_no_cookie_holds_is_not_come_back_to() -> None:
    assert local("/€") == "/"
