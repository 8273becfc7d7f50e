"""On what something was measured: the machine, what else it did, and the versions."""

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Final

PACKAGES: Final = ("aiokafka", "asyncpg", "msgspec", "pydantic", "uvloop")


def described() -> str:
    """Processors, memory, load of the last minute, Python and what it runs with."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} CPUs ({_processor()}), {_memory_gib():.0f} GiB,"
        f" load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
