"""Who gets in, who does not, and what every answer carries."""

import re

import pytest

from services.console.tests.housing import TENANT, Console
from services.console.web.guarding import CSP
from services.console.web.words import catalogue

SESSION = "relance-session"
SAID_OF_NOTHING = {
    *("today.no_calls", "today.no_suggested", "today.no_leaving", "today.no_tasks"),
    *("credit.no_breaches", "credit.no_worst", "credit.no_watched", "credit.no_requests"),
    *("imports.no_statements", "imports.none", "parked.none", "policies.none"),
}


async def test_who_is_not_logged_in_is_sent_to_the_issuer_and_back_to_the_page(
    console: Console,
) -> None:
    async with console.browser() as browser:
        sent = await browser.get("/parked")
        assert sent.headers["location"] == "/login?then=%2Fparked"

        back = await console.log_in(browser)

        assert back.headers["location"] == "/parked"
        shown = await browser.get("/parked")
        assert shown.status_code == 200
        assert "Paula Peeters" in shown.text


async def test_a_session_is_a_cookie_that_no_script_reads(console: Console) -> None:
    async with console.browser() as browser:
        back = await console.log_in(browser)
    kept = next(one for one in back.headers.get_list("set-cookie") if one.startswith(SESSION))
    assert "HttpOnly" in kept
    assert "SameSite=lax" in kept
    assert "Path=/" in kept
    assert "Secure" not in kept


async def test_over_tls_no_other_host_can_set_it(console_over_tls: Console) -> None:
    async with console_over_tls.browser() as browser:
        back = await console_over_tls.log_in(browser)
        kept = back.headers.get_list("set-cookie")
        assert any(one.startswith("__Host-relance-session=") and "Secure" in one for one in kept)
        assert "max-age=31536000" in back.headers["strict-transport-security"]


async def test_a_login_that_another_browser_began_is_refused(console: Console) -> None:
    """Else somebody could be logged in as somebody else, and not notice."""
    async with console.browser() as one, console.browser() as other:
        way_back = await console.way_back(one)

        refused = await other.get(way_back)

        assert refused.status_code == 403
        assert SESSION not in other.cookies


async def test_a_code_is_good_once(console: Console) -> None:
    async with console.browser() as browser:
        way_back = await console.way_back(browser)
        login = browser.cookies["relance-login"]
        assert (await browser.get(way_back)).status_code == 303
        browser.cookies.set("relance-login", login)

        assert (await browser.get(way_back)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "somebody-else"},
        {"exp": 1},
        {"iss": "http://elsewhere"},
        {"nonce": "of another login"},
    ],
    ids=["audience", "expired", "issuer", "nonce"],
)
async def test_an_id_token_that_is_not_of_this_login_is_refused(
    console: Console, claims: dict[str, object]
) -> None:
    console.issuer.claims = claims
    async with console.browser() as browser:
        assert (await console.log_in(browser)).status_code == 403
        assert SESSION not in browser.cookies


async def test_an_access_token_that_no_service_would_take_opens_nothing(console: Console) -> None:
    console.issuer.access_token = lambda _: "no.token.at-all"
    async with console.browser() as browser:
        assert (await console.log_in(browser)).status_code == 403


async def test_the_issuers_keys_are_followed_when_they_turn(console: Console) -> None:
    async with console.browser() as browser:
        assert (await console.log_in(browser)).status_code == 303
    console.issuer.turn_key()
    async with console.browser() as browser:
        assert (await console.log_in(browser)).status_code == 303


async def test_who_logs_out_is_out_also_with_a_copy_of_the_cookie(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        copy = browser.cookies[SESSION]
        page = (await browser.get("/parked")).text
        await browser.post("/logout", data={"csrf": _csrf(page)})
        browser.cookies.set(SESSION, copy)

        assert (await browser.get("/parked")).status_code == 303


async def test_a_form_without_the_sessions_token_does_nothing(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        for csrf in ("", "0" * 64):
            refused = await browser.post("/logout", data={"csrf": csrf})
            assert refused.status_code == 403
        assert (await browser.get("/parked")).status_code == 200


async def test_a_form_of_another_site_does_nothing_even_with_the_token(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        csrf = _csrf((await browser.get("/parked")).text)
        refused = await browser.post(
            "/logout", data={"csrf": csrf}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert refused.status_code == 403


@pytest.mark.parametrize("then", ["https://elsewhere", "//elsewhere", "/\\elsewhere", "elsewhere"])
async def test_nobody_is_sent_elsewhere_after_a_login(console: Console, then: str) -> None:
    async with console.browser() as browser:
        back = await console.log_in(browser, then=then)
        assert back.headers["location"] == "/"


async def test_every_answer_has_the_strict_policy(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        for path in ("/parked", "/nowhere", "/login", "/static/x/console.css", "/healthz"):
            headers = (await browser.get(path)).headers
            assert headers["content-security-policy"] == CSP
            assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in CSP
    assert "default-src 'none'" in CSP


async def test_a_database_without_the_cookie_tells_no_token(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        secret = browser.cookies[SESSION]
    row = await console.pool.fetchrow("SELECT name, sealed FROM sessions.sessions")
    assert secret not in row["name"]
    assert b"paula" not in row["sealed"]


async def test_a_service_that_does_not_answer_is_told_and_the_page_stands(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        shown = await browser.get("/parked")
        assert shown.status_code == 200
        assert "There is no answer from the ledger" in shown.text
        whole = await browser.get("/debtors")
        assert whole.status_code == 503
        assert "There is no answer from intake" in whole.text


@pytest.mark.parametrize("page", ["/", "/credit", "/imports", "/parked", "/policies"])
async def test_what_a_silent_service_may_have_is_not_told_to_be_nothing(
    console: Console, page: str
) -> None:
    nothing = {text for key, text in catalogue("en").items() if key in SAID_OF_NOTHING}
    async with console.browser() as browser:
        await console.log_in(browser)
        shown = await browser.get(page)
    assert shown.status_code == 200
    assert "Not known now." in shown.text
    assert 'class="count">0' not in shown.text
    assert [one for one in nothing if one in shown.text] == []


async def test_a_page_that_is_not_there_is_told_as_a_page(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        lost = await browser.get("/nowhere", headers={"Accept-Language": "nl"})
        assert lost.status_code == 404
        assert "Deze pagina bestaat niet." in lost.text
        assert (await browser.get("/v1/nowhere")).json()["rule"] == "not_found"


async def test_the_language_is_the_browsers_until_one_is_chosen(console: Console) -> None:
    async with console.browser() as browser:
        await console.log_in(browser)
        asked = {"Accept-Language": "pt, fr;q=0.8"}
        assert '<html lang="fr">' in (await browser.get("/parked", headers=asked)).text
        await browser.get("/language/de", params={"then": "/parked"})
        assert '<html lang="de">' in (await browser.get("/parked", headers=asked)).text


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert found
    return found.group(1)


async def test_who_may_not_look_at_all_debtors_sees_no_sums_over_all(console: Console) -> None:
    console.issuer.access_token = lambda subject: console.tokens.issue(subject, TENANT, [])
    async with console.browser() as browser:
        await console.log_in(browser)
        refused = await browser.get("/overview")
        assert refused.status_code == 403
        assert "Your role does not allow this" in refused.text
