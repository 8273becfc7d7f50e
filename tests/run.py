"""Runs the tests: without a stack on all cores, then with one, file by file, two at a time."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
NO_TESTS_CHOSEN = 5


@dataclass(slots=True)
class Part:
    """One run of pytest, with its report."""

    name: str
    options: tuple[str, ...]

    @property
    def report(self) -> Path:
        return LOCAL / f"tests-{self.name}.xml"

    def run(self, chosen: list[str]) -> int:
        """Pytest's exit code."""
        self.report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={self.report}"]
        return subprocess.run([*command, *self.options, *chosen], cwd=ROOT).returncode

    def counts(self) -> Counter[str]:
        """What its report counts; none if it wrote none."""
        if not self.report.exists():
            return Counter()
        (suite,) = ET.parse(self.report).getroot().iter("testsuite")
        said = Counter({name: int(suite.attrib[name]) for name in ("tests", "skipped")})
        said["failed"] = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        said["passed"] = said["tests"] - said["failed"] - said["skipped"]
        return said


ON_ALL_CORES = Part("without-stack", ("-m", "not stack", "-n", str(min(os.cpu_count() or 1, 8))))
ON_A_STACK = Part(
    "on-a-stack",
    ("-m", "stack and not campaign", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"),
)
"""Who is done with a file takes the next; on two cores three at a time were slower than two."""


def main(chosen: list[str]) -> int:
    """Run all parts, say what came of them together, and return the exit code."""
    LOCAL.mkdir(exist_ok=True)
    total: Counter[str] = Counter()
    codes = set()
    for part in (ON_ALL_CORES, ON_A_STACK):
        codes.add(part.run(chosen))
        total += part.counts()
    line = f"total: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    sys.stdout.write(line + "\n")
    failed = codes - {0, NO_TESTS_CHOSEN}
    return max(failed) if failed else int(not total["tests"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
