"""How imports grow: the same life at two sizes through the CLI, each on a platform of its own."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from libs.cli.platform import forget
from libs.cli.session import Session

HOME: Final = "volume"
LOOK_EVERY_S: Final = 2.0
REST_LIMIT_S: Final = 1800.0
KIB_A_MIB: Final = 1024


class Failed(Exception):
    """A command of the CLI did not do what it was asked to."""


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


@dataclass(frozen=True, slots=True)
class Measured:
    """One size's figures, seconds of wall clock."""

    invoices: int
    entries: int
    invoices_s: float
    bank_s: float
    rest_s: float
    verify_s: float
    verified: str
    peaks: Peaks

    @property
    def whole_s(self) -> float:
        return self.invoices_s + self.bank_s + self.rest_s


def relance(*words: str, said_no: bool = False) -> str:
    """What `relance` prints. Raises Failed unless it exits 0 (or, with `said_no`, 1)."""
    command = [sys.executable, "-m", "libs.cli", *words]
    environment = {**os.environ, "RELANCE_HOME": HOME}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True)
    if ended.returncode and not (said_no and ended.returncode == 1):
        raise Failed(f"relance {' '.join(words)}: {ended.stderr[-2000:]}")
    return ended.stdout


def measure(seed: int, invoices: int, entries: int) -> Measured:
    """A life of this size, on a platform that is made for it and removed."""
    with tempfile.TemporaryDirectory() as folder, _platform():
        life, peaks = Path(folder, "life"), Peaks()
        relance("simulate", "--seed", str(seed), "--invoices", str(invoices), "--bank-entries",
                str(entries), "--out", str(life))  # fmt: skip
        truth = json.loads((life / "truth.json").read_text("utf-8"))
        creditor = truth["creditor"]["name"]
        relance("creditor", "add", creditor, "--country", truth["creditor"]["country"],
                "--zone", "Europe/Brussels", "--feed", "required")  # fmt: skip
        with _watched(peaks):
            invoices_s = _import("invoices", life / "invoices", creditor)
            bank_s = _import("bank", life / "bank", creditor, "--add-accounts")
            rest_s = _until_rest()
        verify_s, verified = _verified()
        return Measured(
            invoices=_count(life / "invoices"),
            entries=len(truth["payments"]),
            invoices_s=invoices_s,
            bank_s=bank_s,
            rest_s=rest_s,
            verify_s=verify_s,
            verified=verified,
            peaks=peaks,
        )


def _count(folder: Path) -> int:
    return sum(1 for file in folder.rglob("*.xml"))


@contextmanager
def _platform() -> Iterator[None]:
    try:
        relance("up")
        yield
    finally:
        asyncio.run(forget(Session(home=HOME)))


def _import(what: str, folder: Path, creditor: str, *words: str) -> float:
    """Seconds it took. A few documents of a life are refused by design: exit 1."""
    began_s = time.monotonic()
    relance("import", what, str(folder), "--creditor", creditor, *words, said_no=True)
    return time.monotonic() - began_s


def _until_rest() -> float:
    """Seconds until no process has an input that it has not decided, twice in a row."""
    began_s, quiet = time.monotonic(), 0
    while quiet < 2:
        if time.monotonic() - began_s > REST_LIMIT_S:
            raise Failed(f"not at rest after {REST_LIMIT_S:.0f} s")
        standing = json.loads(relance("status", "--json", said_no=True))
        quiet = quiet + 1 if not any(one["lag"] for one in standing) else 0
    return time.monotonic() - began_s


def _verified() -> tuple[float, str]:
    began_s = time.monotonic()
    said = relance("verify").strip().splitlines()[-1]
    return time.monotonic() - began_s, said


@contextmanager
def _watched(peaks: Peaks) -> Iterator[None]:
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY_S):
            peaks.see(json.loads(relance("status", "--json", said_no=True)))

    watching = threading.Thread(target=look, name="watch")
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


def _resident_mib(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(line.split()[1]) // KIB_A_MIB


def _told(one: Measured) -> str:
    peaks = ", ".join(
        f"{name} {mib} MiB / lag {one.peaks.lag.get(name, 0)}"
        for name, mib in one.peaks.memory_mib.items()
    )
    return (
        f"{one.invoices} documents in {one.invoices_s:.0f} s, {one.entries} entries in"
        f" {one.bank_s:.0f} s, at rest {one.rest_s:.0f} s later;"
        f" verify {one.verify_s:.0f} s: {one.verified}\n  peaks: {peaks}"
    )


@click.command()
@click.option("--seed", default=77, show_default=True)
@click.option("--few", default=1_000, show_default=True, help="Invoices, and as many entries.")
@click.option("--many", default=10_000, show_default=True)
def main(seed: int, few: int, many: int) -> None:
    """Measure both sizes, and how much longer the bigger takes."""
    small = measure(seed, few, few)
    click.echo(_told(small))
    large = measure(seed, many, many)
    click.echo(_told(large))
    times = large.whole_s / small.whole_s
    click.echo(f"{many / few:.0f} times as much takes {times:.1f} times as long")


if __name__ == "__main__":
    main()
