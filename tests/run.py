"""Runs the tests: without a stack on all cores, then with one, the stories beside the rest."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ROOT / ".local"
NO_TESTS_CHOSEN = 5


@dataclass(slots=True)
class Part:
    """One run of pytest, with its report and, unless it is watched, a file of what it says."""

    name: str
    options: tuple[str, ...]
    is_watched: bool = True
    process: "subprocess.Popen[bytes]" = field(init=False)

    @property
    def report(self) -> Path:
        return LOCAL / f"tests-{self.name}.xml"

    @property
    def output(self) -> Path:
        return LOCAL / f"tests-{self.name}.log"

    def start(self, chosen: list[str]) -> None:
        self.report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={self.report}"]
        with self.output.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, *self.options, *chosen],
                cwd=ROOT,
                stdout=None if self.is_watched else said,
                stderr=None if self.is_watched else subprocess.STDOUT,
            )

    def end(self) -> int:
        """Wait for it, show what was not shown yet, and return pytest's exit code."""
        code = self.process.wait()
        if not self.is_watched:
            sys.stdout.write(self.output.read_text("utf-8", errors="replace"))
        sys.stdout.flush()
        return code

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
STORIES = Part("stories", ("-m", "story and not campaign"))
BESIDE = Part("beside", ("-m", "stack and not story and not campaign"), is_watched=False)
IN_TURN = ((ON_ALL_CORES,), (STORIES, BESIDE))
"""The last two keep two cores busy between them; more at a time would make their waits too long."""


def main(chosen: list[str]) -> int:
    """Run all parts, say what came of them together, and return the exit code."""
    LOCAL.mkdir(exist_ok=True)
    total: Counter[str] = Counter()
    codes = set()
    for together in IN_TURN:
        for part in together:
            part.start(chosen)
        for part in together:
            codes.add(part.end())
            total += part.counts()
    line = f"total: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped"
    sys.stdout.write(line + "\n")
    failed = codes - {0, NO_TESTS_CHOSEN}
    return max(failed) if failed else int(not total["tests"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
