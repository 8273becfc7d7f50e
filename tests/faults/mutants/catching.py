"""Runs what has to catch a mutant, and tells after how much it did."""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from libs.testkit.interleave.mutants.biting import bite
from tests.faults.mutants.mutant import Mutant, Named
from tests.faults.mutants.plugin import VARIABLE

ROOT: Final = Path(__file__).resolve().parents[3]
HISTORIES_MAX: Final = 2_000
LIMIT_S: Final = 120
"""Of one test: what hangs longer is caught by that."""
LINE_MAX: Final = 110


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of tests: by their failures alone, an error around one catches nothing."""

    passed: bool
    failed: bool
    seconds: float
    """Of the tests themselves, without the stack that they stand on."""
    said: str
    why: str = ""
    """How the first of them failed, in a line."""


@dataclass(frozen=True, slots=True)
class Caught:
    """A mutant, and what came of it."""

    mutant: Mutant
    by: str
    after: str
    is_caught: bool
    why: str
    """What was seen, in a line."""

    def row(self) -> str:
        """A line of the table."""
        what = f"{self.mutant.name}: {self.mutant.sentence}"
        return f"| {what} | {self.by} | {self.after} |"


def tests_of(mutants: Collection[Mutant]) -> list[str]:
    """The named tests, each once, in the order of the mutants."""
    named = (one.caught_by.test for one in mutants if isinstance(one.caught_by, Named))
    return list(dict.fromkeys(named))


def run(tests: Collection[str], broken: str | None = None) -> Ran:
    """Run tests in a process of their own, with a mutant in it or without."""
    environment: Mapping[str, str] = os.environ | ({VARIABLE: broken} if broken else {})
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "--quiet", "-p", "tests.faults.mutants.plugin"]
        options = [
            f"--junit-xml={report}",
            f"--timeout={LIMIT_S}",
            *("-o", "junit_duration_report=call"),
        ]
        done = subprocess.run(
            [*command, *options, *tests], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if not report.exists():
            return Ran(passed=False, failed=False, seconds=0.0, said=done.stdout + done.stderr)
        (suite,) = ET.parse(report).getroot().iter("testsuite")
    count, skipped, errors, failures = (
        int(suite.attrib[name]) for name in ("tests", "skipped", "errors", "failures")
    )
    seconds = sum(float(case.attrib["time"]) for case in suite.iter("testcase"))
    return Ran(
        passed=done.returncode == 0 and count > 0 and not skipped,
        failed=failures > 0 and not errors,
        seconds=seconds,
        said=done.stdout,
        why=next((_line(one.attrib["message"]) for one in suite.iter("failure")), ""),
    )


def catch(mutant: Mutant, seed: int) -> Caught:
    """Try to catch one mutant."""
    if isinstance(mutant.caught_by, Named):
        return _by_its_test(mutant, mutant.caught_by)
    bitten = bite(mutant.caught_by.fault, seed, HISTORIES_MAX, directed=True)
    count = bitten.histories
    after = f"{count} histor{'y' if count == 1 else 'ies'}"
    is_caught = bitten.failure is not None
    return Caught(
        mutant,
        "the interleaving simulator",
        after if is_caught else f"not caught in {after}",
        is_caught,
        _line(bitten.failure.sentence) if bitten.failure else "",
    )


def _by_its_test(mutant: Mutant, named: Named) -> Caught:
    ran = run([named.test], mutant.name)
    if not ran.failed:
        sys.stderr.write(ran.said)
    after = f"{ran.seconds:.1f} s" if ran.failed else "not caught"
    return Caught(mutant, f"`{named.test.replace('::', '`, `', 1)}`", after, ran.failed, ran.why)


def _line(text: str) -> str:
    return text.strip().splitlines()[0][:LINE_MAX] if text.strip() else ""
