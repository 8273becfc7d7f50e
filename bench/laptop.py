"""A platform that is made for one measurement and removed, driven by the CLI as a user would."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from libs.cli.platform import forget
from libs.cli.session import Session

HOME: Final = "bench"
LOOK_EVERY_S: Final = 2.0
REST_LIMIT_S: Final = 1800.0
KIB_A_MIB: Final = 1024
Feed = Literal["required", "none"]
ZONE: Final = "Europe/Brussels"


class Failed(Exception):
    """A command of the CLI did not do what it was asked to, or not in time."""


@dataclass(slots=True)
class Peaks:
    """The most that was seen of each process while something ran."""

    memory_mib: dict[str, int] = field(default_factory=dict)
    lag: dict[str, int] = field(default_factory=dict)

    def see(self, standing: Sequence[Mapping[str, Any]]) -> None:
        for one in standing:
            name, lag, pid = one["name"], one["lag"] or 0, one["pid"]
            self.lag[name] = max(self.lag.get(name, 0), lag)
            if pid is not None:
                self.memory_mib[name] = max(self.memory_mib.get(name, 0), _resident_mib(pid))

    def __str__(self) -> str:
        return ", ".join(
            f"{name} {mib} MiB / lag {self.lag.get(name, 0)}"
            for name, mib in self.memory_mib.items()
        )


@dataclass(frozen=True, slots=True)
class Life:
    """Files of the simulator, and the creditor whose they are."""

    invoices: Path
    bank: Path
    creditor: str
    entries_count: int

    @property
    def documents_count(self) -> int:
        return sum(1 for _ in self.invoices.rglob("*.xml"))


def relance(*words: str, may_refuse: bool = False) -> str:
    """What `relance` prints. Raises Failed unless it exits 0 (or, with `may_refuse`, 1)."""
    command = [sys.executable, "-m", "libs.cli", *words]
    environment = {**os.environ, "RELANCE_HOME": HOME}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ended.returncode and not (may_refuse and ended.returncode == 1):
        raise Failed(f"relance {' '.join(words)}: {ended.stderr[-2000:]}")
    return ended.stdout


@contextmanager
def platform() -> Iterator[Session]:
    session = Session(home=HOME)
    try:
        relance("up")
        yield session
    finally:
        asyncio.run(forget(session))


def simulated(folder: Path, feed: Feed, **sizes: int) -> Life:
    """A life of `sizes` (options of `relance simulate`) in `folder`, its creditor registered."""
    options = [text for name, size in sizes.items() for text in (f"--{name}", str(size))]
    relance("simulate", *(one.replace("_", "-") for one in options), "--out", str(folder))
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    creditor = truth["creditor"]
    founded(creditor["name"], creditor["country"], feed)
    return Life(
        invoices=folder / "invoices",
        bank=folder / "bank",
        creditor=creditor["name"],
        entries_count=len(truth["payments"]),
    )


def founded(creditor: str, country: str, feed: Feed) -> None:
    """Register a creditor."""
    relance("creditor", "add", creditor, "--country", country, "--zone", ZONE, "--feed", feed)


def imported(what: str, folder: Path, creditor: str, *words: str) -> float:
    """Seconds it took. A few documents of a life are refused by design: exit 1."""
    began_s = time.monotonic()
    relance("import", what, str(folder), "--creditor", creditor, *words, may_refuse=True)
    return time.monotonic() - began_s


def rested() -> float:
    """Seconds until no process has an input that it has not decided, twice in a row."""
    began_s, quiet = time.monotonic(), 0
    while quiet < 2:
        if time.monotonic() - began_s > REST_LIMIT_S:
            raise Failed(f"not at rest after {REST_LIMIT_S:.0f} s")
        quiet = quiet + 1 if not any(one["lag"] for one in _standing()) else 0
    return time.monotonic() - began_s


@contextmanager
def watched() -> Iterator[Peaks]:
    """Memory and lag of each process, looked at every two seconds."""
    peaks, ended = Peaks(), threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY_S):
            peaks.see(_standing())

    watching = threading.Thread(target=look, name="watch")
    watching.start()
    try:
        yield peaks
    finally:
        ended.set()
        watching.join()


def _standing() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(relance("status", "--json", may_refuse=True))
    return found


def _resident_mib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) // KIB_A_MIB
