"""The console in a real browser: what a credit controller sees and does all day."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from playwright.async_api import Browser, expect

from libs.testkit.browser import browsing
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor, a_stranger
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import Open, OpenChase
from tests.e2e.looking import LIVE_WITHIN_MS, console_of, logged_in, opens

LONG = a_debtor("C-61", "Vereniging van Eigenaars Residentie Zonneweelde-aan-de-Schelde VZW")
SILENT = a_debtor("C-62", "Stille Waters BV")
PAGES = (
    *("/", "/debtors", "/credit", "/payments", "/placements", "/overview", "/messages"),
    *("/policies", "/imports", "/parked"),
)
WINDOWS: Final[tuple[dict[str, Any], ...]] = (
    {"width": 390, "language": "nl", "scheme": "light"},
    {"width": 1280, "language": "en", "scheme": "light"},
    {"width": 1280, "language": "de", "scheme": "dark"},
    {"width": 390, "language": "fr", "scheme": "dark"},
)


@pytest.fixture(name="browser")
async def _browser() -> AsyncIterator[Browser]:
    async with browsing() as there:
        yield there


async def _chased(chase: Chase) -> str:
    """A debtor whose invoice is nineteen days late, reminded, and to be called."""
    office = chase.office
    await chase.publish(await chase.shipped("four-steps"))
    await chase.until("2026-03-13")
    (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", SILENT))
    await chase.case(told["debtor"])
    await chase.until("2026-03-16")
    await chase.demand(told["debtor"], lambda one: one["status"] == "sent")
    await chase.until("2026-03-23")
    await chase.listed("calls", told["debtor"], lambda found: bool(found))
    return str(told["debtor"])


async def _owing(chase: Chase) -> str:
    """A debtor whose invoice is due, of whom nothing was said yet."""
    office = chase.office
    await chase.publish(ONE_REMINDER)
    await chase.until("2026-03-13")
    (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", SILENT))
    await chase.case(told["debtor"])
    return str(told["debtor"])


async def test_a_debtor_is_found_and_what_is_said_of_it_stands_on_its_page(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-debtor", feed="none") as chase:
        debtor = await _chased(chase)
        async with logged_in(chase.office.platform, browser, "console-debtor") as seen:
            page = seen.page
            await page.get_by_role("link", name="Debtors").click()
            await page.get_by_role("searchbox").fill("stille")
            await page.keyboard.press("Enter")
            await page.get_by_role("link", name="Stille Waters BV").click()
            await expect(page).to_have_title("Stille Waters BV · Relance")
            await expect(page.get_by_role("row", name="F-2026-17")).to_contain_text("19 d")

            await page.get_by_label("What was said").fill("Ask for Mieke.")
            await page.get_by_role("button", name="Log the call").click()
            await expect(page.get_by_role("status")).to_have_text("The call is logged.")
            timeline = page.locator("#timeline")
            await expect(timeline).to_contain_text("Call by paula: reached")
            await expect(timeline).to_contain_text("Ask for Mieke.")

            await opens(seen, "A promise to pay")
            await page.get_by_label("Pays by").fill("2026-03-30")
            await page.get_by_label("Pays by").press("Enter")
            await expect(page.get_by_role("status")).to_have_text("The promise is noted.")
            await expect(page.locator("#standing")).to_contain_text("promised by 30 Mar 2026")
            await expect(page.get_by_role("row", name="F-2026-17")).to_contain_text("promised")

        found = await chase.listed("promises", debtor)
        assert [(one["amount"], one["noted_by"]) for one in found] == [("48.00 EUR", "paula")]


async def test_what_a_service_refuses_is_told_and_what_was_typed_stays(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-refused", feed="none") as chase:
        debtor = await _owing(chase)
        async with logged_in(chase.office.platform, browser, "console-refused") as seen:
            page = seen.page
            await page.goto(f"{console_of(chase.office.platform)}/debtors/{debtor}")
            await opens(seen, "A pause")
            await page.locator("#pause-until").fill("2020-01-01")
            await page.locator("#pause-reason").fill("flooded")
            await page.locator("#pause-reason").press("Enter")
            await expect(page.get_by_role("alert")).to_contain_text("Not done.")
            await expect(page.locator("#pause-reason")).to_have_value("flooded")
            seen.complaints.clear()  # the browser says in its own words that it was refused


async def test_a_page_follows_what_others_do(chase_of: OpenChase, browser: Browser) -> None:
    async with chase_of("console-live", feed="none") as chase:
        debtor = await _owing(chase)
        async with logged_in(chase.office.platform, browser, "console-live") as seen:
            page = seen.page
            async with page.expect_response("**/live?about=*"):
                await page.goto(f"{console_of(chase.office.platform)}/debtors/{debtor}")
            await chase.says("/v1/notes", {"debtor": debtor, "text": "Said by a colleague."})
            await expect(page.locator("#timeline")).to_contain_text(
                "Said by a colleague.", timeout=LIVE_WITHIN_MS
            )


async def test_a_payment_is_decided_by_the_keyboard_alone(
    office_of: Open, browser: Browser
) -> None:
    async with office_of("console-bench") as office:
        four = {"F-1010": "10.00", "F-1020": "20.00", "F-1030": "30.00", "F-1040": "40.00"}
        await office.owed(*(office.papers.invoice(*one) for one in four.items()))
        await office.books(office.bank.statement(paid("50.00", "klant C-1001", by=a_stranger())))
        payment = await office.payment_of("50.00", "suggested")
        async with logged_in(office.platform, browser, "console-bench") as seen:
            page = seen.page
            await page.goto(f"{console_of(office.platform)}/payments")
            await page.keyboard.press("j")
            await page.keyboard.press("Enter")
            await expect(page.get_by_text("so a person decides")).to_be_visible()
            for number in ("F-1010", "F-1040"):
                await page.get_by_label(f"To apply: {number}").focus()
                await page.keyboard.type(four[number])
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("status")).to_have_text("The payment is applied.")
            for number in ("F-1010", "F-1040"):
                await office.settled(number)

            await page.get_by_role("button", name="Take back").first.focus()
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("status")).to_have_text("The share is taken back.")
        await office.rests()
        shown = (await office.matching.get(f"/v1/payments/{payment['payment']}")).json()
        assert shown["free"] in ("10.00 EUR", "40.00 EUR")


async def test_every_page_keeps_nobody_out_and_fits_its_window(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-windows", feed="none") as chase:
        debtor = await _chased(chase)
        await chase.office.owed(chase.office.papers.invoice("F-2026-18", "1234.50", LONG))
        message = await chase.message(debtor, lambda one: one["status"] == "sent")
        await chase.rests()
        paths = (*PAGES, f"/debtors/{debtor}", f"/messages/{message['message']}")
        for window in WINDOWS:
            async with logged_in(
                chase.office.platform, browser, "console-windows", **window
            ) as seen:
                for path in paths:
                    await seen.page.goto(f"{console_of(chase.office.platform)}{path}")
                    language = seen.page.locator("html")
                    await expect(language).to_have_attribute("lang", window["language"])
                    assert await seen.barriers() == [], (window, path)
                    assert await seen.overflows() <= 0, (window, path)


async def test_pages_work_without_a_script(chase_of: OpenChase, browser: Browser) -> None:
    async with chase_of("console-no-script", feed="none") as chase:
        debtor = await _owing(chase)
        platform = chase.office.platform
        async with logged_in(platform, browser, "console-no-script", script=False) as seen:
            page = seen.page
            await page.goto(f"{console_of(platform)}/debtors/{debtor}")
            await page.get_by_text("A note", exact=True).click()
            await page.locator("#note-text").fill("No script was run.")
            await page.locator("#note-text + *, form[action$='/note'] button").last.click()
            await expect(page.get_by_role("status")).to_have_text("The note is kept.")
            await expect(page.locator("#timeline")).to_contain_text("No script was run.")


async def test_who_may_only_look_has_no_forms_and_is_refused_what_he_sends(
    chase_of: OpenChase, browser: Browser
) -> None:
    async with chase_of("console-reader", feed="none") as chase:
        debtor = await _owing(chase)
        platform = chase.office.platform
        window = {"roles": ("reader",)}
        async with logged_in(platform, browser, "console-reader", **window) as seen:
            page = seen.page
            await page.goto(f"{console_of(platform)}/debtors/{debtor}")
            await expect(page.get_by_role("heading", name="Note down")).to_have_count(0)
            csrf = await page.locator("input[name=csrf]").first.get_attribute("value")
            answer = await page.request.post(
                f"{console_of(platform)}/debtors/{debtor}/note",
                form={"csrf": csrf or "", "text": "No."},
            )
            assert answer.status == 403
            assert "Your role does not allow this" in await answer.text()
        assert await chase.listed("notes", debtor) == []
