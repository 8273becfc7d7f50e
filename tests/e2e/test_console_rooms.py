"""The console's rooms for credit and placing, and who sees what of them."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from deploy.local.platform import ROOT
from deploy.local.platform_readiness import ask_readiness
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.processes import Background
from libs.testkit.browser import Looking, browsing, looking
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import Open, OpenChase
from tests.e2e.looking import LIVE_WITHIN_MS, console_of, logged_in, opens
from tests.e2e.office import Office, accepted
from tests.e2e.platform import ISSUED_TENANT, Platform

FEE = {"recovered_basis_points": 1_500, "direct_basis_points": 500}
BUYS = a_debtor("C-81", "Kopers van Gent BV")
MINE = a_debtor("C-82", "Mijn Klant BV")
THEIRS = a_debtor("C-83", "Hun Klant BV")
START_LIMIT_S = 60.0
OF_SALES = ("/", "/debtors", "/credit")
NOT_OF_SALES = (
    *("/payments", "/placements", "/overview", "/messages", "/policies", "/imports", "/parked"),
)


@pytest.fixture(name="browser")
async def _browser() -> AsyncIterator[Browser]:
    async with browsing() as there:
        yield there


async def _agency(chase: Chase) -> None:
    platform, tenant = chase.office.platform, chase.office.tenant
    async with platform.caller("handoff", tenant) as handoff:
        body = {"name": "Incasso Zuid", "fee": FEE}
        await accepted(handoff, await handoff.post("/v1/agencies", json=body))


async def _does(seen: Looking, what: str, fields: dict[str, str], said: str) -> None:
    """Opens a form by its summary, fills it by ids, sends it, and reads what is said of it."""
    await opens(seen, what)
    for field, text in fields.items():
        await seen.page.locator(f"#{field}").fill(text)
    await seen.page.locator("details[open] button").click()
    await expect(seen.page.get_by_role("status").first).to_have_text(said)


async def _may_ship(page: Page, answer: str) -> None:
    await page.get_by_label("Order (EUR)").fill("120")
    await page.get_by_role("button", name="Ask").click()
    await expect(page.locator("#order .answer")).to_contain_text(answer)


async def test_what_leaves_today_is_looked_at_taken_out_and_approved(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-review", feed="none") as chase:
        office, platform = chase.office, chase.office.platform
        place = f"/v1/creditors/{office.creditor}"
        await accepted(
            office.ingestion, await office.ingestion.patch(place, json={"review": "one"})
        )
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        owed = ("F-2026-17", "48.00"), ("F-2026-18", "30.00")
        told = await office.owed(*(office.papers.invoice(*one, BUYS) for one in owed))
        debtor = told[0]["debtor"]
        await chase.case(debtor, lambda one: bool(one["open"] == "78.00 EUR"))
        await chase.until("2026-03-09")
        await chase.demand(debtor, lambda one: bool(one["status"] == "to_approve"))

        async with logged_in(platform, browser, "console-review") as seen:
            page, review = seen.page, seen.page.locator("#review")
            await expect(review.get_by_role("row", name="Kopers van Gent BV")).to_contain_text("78")
            await review.get_by_role("link", name="Reminder").click()
            await opens(seen, "Take out")
            await page.get_by_label("F-2026-18").check()
            await page.locator("#withhold-why").fill("An calls first.")
            await page.locator("details[open] button").click()
            said = page.get_by_role("status").first
            await expect(said).to_have_text("It is taken out of what leaves.")
            await chase.demand(debtor, lambda one: bool(one["net"] == "48.00 EUR"))

            await page.goto(console_of(platform))
            await expect(review.get_by_role("row", name="Kopers van Gent BV")).to_contain_text("48")
            await page.get_by_role("button", name="Approve what is ticked").click()
            await expect(said).to_have_text("What was ticked is approved.")
            await expect(review).to_have_count(0)
        sent = await chase.demand(debtor, lambda one: bool(one["status"] == "sent"))
        assert ([one["number"] for one in sent["items"]], sent["approvals"]) == (
            ["F-2026-17"],
            ["paula"],
        )


async def test_credit_is_decided_and_a_case_placed_where_the_debtor_stands(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-rooms", feed="none") as chase:
        office, platform = chase.office, chase.office.platform
        await chase.until("2026-03-30")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", BUYS))
        await _agency(chase)
        async with logged_in(platform, browser, "console-rooms", roles=("manager",)) as seen:
            page = seen.page
            await page.goto(f"{console_of(platform)}/debtors/{told['debtor']}")
            await expect(page.locator("#credit")).to_contain_text("Band", timeout=LIVE_WITHIN_MS)
            asked = {"limit-amount": "500", "limit-why": "orders every week"}
            await _does(seen, "Ask for a limit", asked, "The limit is asked for.")
            await page.get_by_label("Last day").first.fill("2026-12-31")
            await page.get_by_role("button", name="Grant").click()
            await expect(page.get_by_role("status").first).to_have_text("The limit is granted.")
            await expect(page.locator("#credit")).to_contain_text("€500.00 through 31 Dec 2026")
            await _may_ship(page, "Yes, ship.")

            worst = {"override-day": "2026-04-30", "override-why": "its owner left"}
            await opens(seen, "Say another band")
            await page.locator("#override-band").select_option("E")
            await opens(seen, "Say another band")
            await _does(seen, "Say another band", worst, "The band holds until its last day.")
            await _may_ship(page, "It is in band E.")
            await page.get_by_role("link", name="Credit").click()
            await expect(page.locator("#worst")).to_contain_text("Kopers van Gent BV")

            await page.get_by_role("link", name="Kopers van Gent BV").click()
            await _places_and_recalls(seen)


async def _places_and_recalls(seen: Looking) -> None:
    page = seen.page
    said = "The case is to be placed: what is paid, disputed or promised stays here."
    await _does(seen, "Place with an agency", {}, said)
    await page.get_by_role("link", name="Placements").click()
    row = page.get_by_role("row", name="Kopers van Gent BV")
    await expect(row).to_contain_text("offered", timeout=LIVE_WITHIN_MS)
    await row.get_by_role("link").click()
    await expect(page.get_by_role("row", name="F-2026-17")).to_contain_text("€48.00")
    await _does(seen, "Recall", {}, "What was asked back is yours again.")
    await expect(page.locator("#head")).to_contain_text("recalled")


@asynccontextmanager
async def _a_console_at_the_desk(platform: Platform, home: Path) -> AsyncIterator[str]:
    """A console of the platform whose people come from the development issuer; its address."""
    (port,) = free_ports(1)
    url = f"http://{LOOPBACK}:{port}"
    told = {
        "RELANCE_ISSUER": platform.desk.url,
        "RELANCE_CONSOLE_URL": url,
        "RELANCE_SLOT": "console-desk",
        "RELANCE_HOST": LOOPBACK,
        "RELANCE_PORT": str(port),
    }
    process = Background("console-desk", home)
    command = [sys.executable, "-m", "services.console", "--role", "api"]
    process.start(command, env={**platform.member("console").environment, **told}, cwd=ROOT)
    try:

        async def is_ready() -> bool:
            return (await ask_readiness(url)).ready

        await process.wait_healthy(is_ready, limit_s=START_LIMIT_S)
        yield url
    finally:
        await process.stop()


async def _two_debtors(office: Office) -> tuple[str, str]:
    """One in the portfolio of the tenant's sales, one in nobody's."""
    papers = office.papers
    told = await office.owed(
        papers.invoice("F-2026-21", "48.00", MINE), papers.invoice("F-2026-22", "60.00", THEIRS)
    )
    mine, theirs = (one["debtor"] for one in told)
    body = {"sales": f"{ISSUED_TENANT}-sales"}
    answer = await office.ingestion.put(f"/v1/debtors/{mine}/portfolio", json=body)
    await accepted(office.ingestion, answer)
    return mine, theirs


async def test_who_sells_logs_in_at_the_development_issuer_and_sees_the_own_debtors_alone(
    office_of: Open, browser: Browser, platform: Platform, tmp_path: Path
) -> None:
    async with (
        office_of(ISSUED_TENANT) as office,
        _a_console_at_the_desk(platform, tmp_path) as console,
        looking(browser) as seen,
    ):
        mine, theirs = await _two_debtors(office)
        page = seen.page
        await page.goto(f"{console}/debtors/{mine}")
        await page.get_by_role("button", name="Sofie Peeters").click()  # at the issuer
        await expect(page.get_by_role("heading", level=1)).to_have_text("Mijn Klant BV")
        await expect(page.get_by_text("May I ship?")).to_be_visible()
        await expect(page.get_by_role("heading", name="Note down")).to_have_count(0)
        for path in OF_SALES:
            await page.goto(f"{console}{path}")
            await expect(page.locator("main")).not_to_contain_text("Hun Klant BV")
        await page.goto(f"{console}/debtors")
        await expect(page.locator("main")).to_contain_text("Mijn Klant BV")
        for path, status in (*((one, 403) for one in NOT_OF_SALES), (f"/debtors/{theirs}", 404)):
            answer = await page.request.get(f"{console}{path}")
            assert (path, answer.status) == (path, status)
            assert "Hun Klant BV" not in await answer.text()
        async with looking(browser) as other:
            # As `make demo` says it: the address names who comes, and nothing is asked.
            await other.page.goto(f"{console}/login?hint={ISSUED_TENANT}-controller")
            await expect(other.page.get_by_role("heading", level=1)).to_have_text("Today")
            await expect(other.page.get_by_text("Claire Dubois")).to_be_visible()
        assert not seen.complaints, seen.complaints
