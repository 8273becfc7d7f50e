"""`make screenshots`: the console's main pages as pictures, from a demo that is left running."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, expect

from libs.cli.platform import entrance
from libs.cli.session import NoPlatform, Session
from libs.testkit.browser import NARROW, WIDE, browsing, looking

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
BYTES_MAX: Final = 250_000
"""Of a picture: they lie in the tree."""
MISSING: Final = "there is no demo to look at: `KEEP=1 make demo` leaves one running"


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it is shown; `steps` are pages and links on the way to it."""

    name: str
    steps: tuple[str, ...]
    width: int = WIDE["width"]
    language: str = "en"
    scheme: str = "light"


PICTURES: Final = (
    Picture("overview", ("/overview",)),
    Picture("today", ("/",)),
    Picture("debtor", ("/credit", "#worst tbody th a")),
    Picture("payments", ("/payments", "ol.rows a, ul.rows a"), language="fr"),
    Picture("placements", ("/placements",), language="de", scheme="dark"),
    Picture("debtor-phone", ("/credit", "#worst tbody th a"), NARROW["width"], "nl"),
)


async def take(session: Session, pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Writes each picture, and returns where. Raises NoPlatform."""
    way_in = entrance(session, "manager")
    files = []
    async with browsing() as there:
        for one in pictures:
            window: dict[str, Any] = {
                "width": one.width,
                "language": one.language,
                "scheme": one.scheme,
            }
            async with looking(there, **window) as seen:
                await seen.page.goto(way_in)
                await _go(seen.page, session.url("console"), one.steps)
                file = folder / f"{one.name}.png"
                await seen.page.screenshot(path=file, animations="disabled")
                files.append(file)
    return files


async def _go(page: Page, console: str, steps: Sequence[str]) -> None:
    for step in steps:
        if step.startswith("/"):
            await page.goto(f"{console}{step}")
        else:
            await page.locator(step).first.click()
            await page.wait_for_load_state()
        await expect(page.locator("main h1")).to_be_visible()


async def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        files = await take(Session(home="demo"), PICTURES, FOLDER)
    except NoPlatform:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    for file in files:
        sys.stdout.write(f"docs/pictures/{file.name}  {file.stat().st_size // 1000} kB\n")
    return int(any(file.stat().st_size > BYTES_MAX for file in files))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
