"""What a service that has nothing to do takes of a core, with twelve partitions: row `idle`."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Final

from bench.laptop import platform
from bench.table import Row
from deploy.local.platform import planned_before
from libs.cli.session import Session

PARTITIONS: Final = 12
SETTLE_S: Final = 20.0
WINDOW_S: Final = 10.0
WINDOWS: Final = 5
GOAL_PERCENT: Final = 2.0
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


def percents(session: Session) -> Mapping[str, float]:
    """Of each service's process, the median of some windows."""
    pids = {
        member.service: pid
        for member in planned_before(session.path)
        if (pid := member.process.pid()) is not None
    }
    time.sleep(SETTLE_S)
    seen: dict[str, list[float]] = {service: [] for service in pids}
    for _ in range(WINDOWS):
        before, began_s = {service: _cpu_s(pid) for service, pid in pids.items()}, time.monotonic()
        time.sleep(WINDOW_S)
        took_s = time.monotonic() - began_s
        for service, pid in pids.items():
            seen[service].append(100 * (_cpu_s(pid) - before[service]) / took_s)
    return {service: median(values) for service, values in seen.items()}


def _cpu_s(pid: int) -> float:
    fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def rows() -> list[Row]:
    os.environ["RELANCE_PARTITIONS"] = str(PARTITIONS)
    try:
        with platform() as session:
            found = percents(session)
    finally:
        del os.environ["RELANCE_PARTITIONS"]
    each = ", ".join(f"{service} {percent:.1f}" for service, percent in found.items())
    return [
        Row(
            f"idle CPU of one service, {PARTITIONS} partitions",
            f"{max(found.values()):.1f} % of a core ({each})",
            f"< {GOAL_PERCENT:.0f} %",
            max(found.values()) < GOAL_PERCENT,
        )
    ]
