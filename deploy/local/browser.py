"""A Chromium for the tests that look at pages: the machine's own, else one that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FETCHED = Path.home() / ".cache" / "ms-playwright"
GIVEN = "RELANCE_BROWSER"
MISSING = (
    "no Chromium is here: the tests that look at pages will fail. Install the package `chromium`, "
    "or run `.venv/bin/playwright install --with-deps chromium`, or name one in RELANCE_BROWSER.\n"
)


class BrowserMissing(Exception):
    """There is no browser, and none can be installed by this account."""


def find_browser() -> Path | None:
    """The browser that is named, installed, or was fetched for this account."""
    if given := os.environ.get(GIVEN):
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next(iter(sorted(FETCHED.glob("chromium-*/chrome-linux*/chrome"))), None)


def browser() -> Path:
    """Raises BrowserMissing."""
    found = find_browser()
    if found is None:
        raise BrowserMissing(MISSING.strip())
    return found


def obtain() -> bool:
    """Install one where there is none and this account may; says so where it may not."""
    if find_browser():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("installing chromium, which tests look at pages with …\n")
        if _install():
            return True
    sys.stderr.write(MISSING)
    return False


def _install() -> bool:
    """By the machine's package manager, its lists read anew where they are too old."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (install, ["apt-get", "update"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False)
        if find_browser():
            return True
        if done.returncode and command[1] == "update":
            return False
    return False
