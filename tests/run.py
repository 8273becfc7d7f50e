"""Runs the tests: those without a stack on all cores, then those that need one, two at a time."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NO_TESTS_CHOSEN = 5
CORES = os.cpu_count() or 1
PARTS = {
    "without-stack": ["-m", "not stack", "-n", str(min(CORES, 8))],
    # The platform's stories are one queue, for they share it; all others are the second. More at a
    # time would make the waits long that these tests measure.
    "with-stack": ["-m", "stack and not campaign", "-n", str(min(CORES, 2)), "--dist", "loadgroup"],
}


def run_part(name: str, chosen: list[str]) -> tuple[int, Counter[str]]:
    """Run one part; return pytest's exit code and its counts."""
    report = ROOT / ".local" / f"tests-{name}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}"]
    done = subprocess.run([*command, *PARTS[name], *chosen], cwd=ROOT, check=False)
    return done.returncode, counts(report)


def counts(report: Path) -> Counter[str]:
    """Read the counts from pytest's report; none if it wrote none."""
    if not report.exists():
        return Counter()
    (suite,) = ET.parse(report).getroot().iter("testsuite")
    said = Counter({name: int(suite.attrib[name]) for name in ("tests", "skipped")})
    said["failed"] = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
    said["passed"] = said["tests"] - said["failed"] - said["skipped"]
    return said


def main(chosen: list[str]) -> int:
    """Run both parts, say what came of both together, and return the exit code."""
    total: Counter[str] = Counter()
    codes = set()
    for name in PARTS:
        code, counted = run_part(name, chosen)
        total += counted
        codes.add(code)
    line = f"total: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    sys.stdout.write(line + "\n")
    failed = codes - {0, NO_TESTS_CHOSEN}
    return max(failed) if failed else int(not total["tests"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
