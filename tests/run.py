"""Runs all checks and tests: those without a stack on all cores, beside them `make lint`, which
fills one of them at most; then those with a stack, file by file, two at a time."""

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
LINT = ("make", "--no-print-directory", "lint")


def main(chosen: list[str]) -> int:
    """Run all parts, say what came of them together, and return the exit code.

    What lint finds ends it before a stack is started.
    """
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "lint.txt").open("w+", encoding="utf-8") as said:
        with subprocess.Popen(LINT, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT) as lint:
            codes = {ON_ALL_CORES.run(chosen)}
        said.seek(0)
        sys.stdout.write(said.read())
        sys.stdout.flush()
    total = ON_ALL_CORES.counts()
    if lint.returncode:
        codes.add(lint.returncode)
    else:
        codes.add(ON_A_STACK.run(chosen))
        total += ON_A_STACK.counts()
    line = f"total: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    sys.stdout.write(line + "\n")
    failed = codes - {0, NO_TESTS_CHOSEN}
    return max(failed) if failed else int(not total["tests"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
