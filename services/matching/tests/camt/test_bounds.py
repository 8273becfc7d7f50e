"""Time and memory that a file can take, in a process of its own so that both can be told."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.matching.tests.camt.files import a_file, a_statement, an_entry

ROOT = Path(__file__).resolve().parents[4]
CPU_S_MAX = 2.0
MEMORY_MB_MAX = 200
READ = """
import resource, sys, time
from services.matching.adapters.camt import StatementFileRefused, read_camt
raw = open(sys.argv[1], "rb").read()
read_camt(open(sys.argv[2], "rb").read())
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    said = f"{sum(len(one.entries) for one in read_camt(raw))} entries"
except StatementFileRefused as refused:
    said = refused.RULE
more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(said, time.process_time() - began, more / 1024, sep="|")
"""


def measured(raw: bytes, folder: Path) -> tuple[str, float, float]:
    """What became of it, seconds of CPU, and megabytes more than a small file takes."""
    small, big = folder / "small.xml", folder / "big.xml"
    small.write_bytes(a_file(a_statement(an_entry("50.00"))))
    big.write_bytes(raw)
    command = [sys.executable, "-c", READ, str(big), str(small)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said, cpu_s, memory_mb = done.stdout.strip().split("|")
    return said, float(cpu_s), float(memory_mb)


HOSTILE = {
    "entities": b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 1_000_000 + b'">]><a>' + b"&a;" * 100_000,
    "elements": a_file("<Stmt>" + "<a/>" * 7_000_000, message="camt.053.001.06"),
    "depth": a_file("<Stmt>" * 4_000_000, message="camt.053.001.06"),
    "text": a_file("<Stmt>" + "x" * 30_000_000, message="camt.053.001.06"),
    "attributes": a_file(
        "<Stmt " + " ".join(f'a{at}="1"' for at in range(1_000_000)) + "/>",
        message="camt.053.001.06",
    ),
    "comments": a_file("<!--x-->" * 3_000_000, message="camt.053.001.06"),
    "schema": a_file("<Stmt><Id>1</Id>" + "<Bal/>" * 4_000_000 + "</Stmt>"),
    "tags only": a_file(">" * 30_000_000),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_hostile_file_is_refused_within_its_bounds(kind: str, tmp_path: Path) -> None:
    said, cpu_s, memory_mb = measured(HOSTILE[kind], tmp_path)

    assert "entries" not in said
    assert cpu_s < CPU_S_MAX
    assert memory_mb < MEMORY_MB_MAX


def test_ten_thousand_entries_are_read_with_little_memory(tmp_path: Path) -> None:
    raw = a_file(a_statement(*[an_entry("1.00") for _ in range(10_000)]))
    said, _, memory_mb = measured(raw, tmp_path)

    assert said == "10000 entries"
    assert memory_mb < MEMORY_MB_MAX
