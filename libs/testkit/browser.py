"""A real browser for tests: what it shows, whom it asks, and what it complains about."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from deploy.local.browser import browser

NARROW: Final = {"width": 390, "height": 844}
WIDE: Final = {"width": 1280, "height": 900}
LIMIT_MS: Final = 20_000
SERIOUS: Final = frozenset({"serious", "critical"})

# What is expected of a page may take as long as what is done on it.
expect.set_options(timeout=LIMIT_MS)


@dataclass(slots=True)
class Looking:
    """A page of the browser, and all that was wrong with what it showed."""

    page: Page
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    async def barriers(self) -> list[str]:
        """What keeps people out, by the rules of axe: serious findings alone."""
        found: Any = await Axe().run(self.page, options={"resultTypes": ["violations"]})
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found.response["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        ]

    async def overflows(self) -> int:
        """By how many pixels the page is wider than its window."""
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """One browser for many pages. Raises BrowserMissing."""
    # Its own sandbox needs what root in a container does not have.
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        there = await playwright.chromium.launch(executable_path=str(browser()), args=args)
        try:
            yield there
        finally:
            await there.close()


@asynccontextmanager
async def looking(
    there: Browser,
    *,
    width: int = WIDE["width"],
    language: str = "en",
    scheme: str = "light",
    script: bool = True,
) -> AsyncIterator[Looking]:
    """A window of its own, with no cookie of another."""
    height = NARROW["height"] if width == NARROW["width"] else WIDE["height"]
    context = await there.new_context(
        viewport={"width": width, "height": height},
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    context.set_default_timeout(LIMIT_MS)
    page = await context.new_page()
    seen = Looking(page, context)
    page.on("console", lambda said: _complain(seen, said.type, said.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    try:
        yield seen
    finally:
        await context.close()


def _complain(seen: Looking, kind: str, text: str) -> None:
    """A violation of the content-security policy is an error of the console."""
    if kind == "error":
        seen.complaints.append(text)
