"""Tells whether a pid is still the process that it was, also after a reboot gave it to another."""

import os
import subprocess
from pathlib import Path

PROC = Path("/proc")
STATE, PARENT, STARTED = 0, 1, 19  # fields of /proc/<pid>/stat after the name in brackets


def started_at(pid: int) -> str:
    """Return what no other process of this machine can have: boot and start time; "" if gone."""
    if not PROC.is_dir():
        return _told_by_ps(pid, "lstart=")
    fields = _stat(pid)
    return f"{_boot_id()}:{fields[STARTED]}" if fields else ""


def is_running(pid: int, started: str) -> bool:
    """Tell whether the process that started then still runs; a zombie has ended."""
    if not started or started_at(pid) != started:
        return False
    return _state(pid) not in ("Z", "X", "")


def child_pids(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    found = [child for child, parent in _parents() if parent == pid]
    return [*found, *(below for child in found for below in child_pids(child))]


def _parents() -> list[tuple[int, int]]:
    if not PROC.is_dir():
        lines = _output(["ps", "-A", "-o", "pid=,ppid="]).splitlines()
        return [(int(pid), int(parent)) for pid, parent in (line.split() for line in lines)]
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    return [(pid, int(fields[PARENT])) for pid in pids if (fields := _stat(pid))]


def _state(pid: int) -> str:
    if not PROC.is_dir():
        return _told_by_ps(pid, "state=")[:1]
    fields = _stat(pid)
    return fields[STATE] if fields else ""


def _stat(pid: int) -> list[str]:
    try:
        line = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    # The name stands in brackets and may hold brackets and blanks itself.
    return line[line.rindex(")") + 2 :].split()


def _boot_id() -> str:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return os.uname().nodename


def _told_by_ps(pid: int, field: str) -> str:
    return _output(["ps", "-o", field, "-p", str(pid)]).strip()


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
