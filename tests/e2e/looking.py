"""The console as a person has it before them: a browser that is logged in for a story's tenant."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from playwright.async_api import Browser, expect

from libs.testkit.browser import WIDE, Looking, looking
from tests.e2e.platform import Platform

LIVE_WITHIN_MS: Final = 15_000
"""A fact is recorded, folded by services, and asked for by the page."""


@asynccontextmanager
async def logged_in(
    platform: Platform, there: Browser, tenant: str, *, roles: Any = ("controller",), **window: Any
) -> AsyncIterator[Looking]:
    """The first page, after a login; in the end the browser has complained of nothing."""
    platform.issuer.access_token = lambda _: platform.token(tenant, roles)
    async with looking(there, **{"width": WIDE["width"], **window}) as seen:
        await seen.page.goto(console_of(platform))
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        yield seen
        assert not seen.complaints, seen.complaints


def console_of(platform: Platform) -> str:
    return platform.member("console").url


async def opens(seen: Looking, summary: str) -> None:
    """One of the things to note down, by its keyboard: focus, and Enter."""
    name = re.compile(f"^{re.escape(summary)}$")
    await seen.page.locator("summary", has_text=name).focus()
    await seen.page.keyboard.press("Enter")
