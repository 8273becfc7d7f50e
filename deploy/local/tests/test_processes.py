"""Background processes are known by more than their number, and their ends are waited for."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.identity import child_pids, is_running, started_at
from deploy.local.processes import Background, ProcessEnded
from deploy.local.waiting import WaitedTooLong, wait_until

LIMIT_S = 20.0
WAITS = "import signal, sys; print('up', flush=True); signal.pause()"
IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True)\n"
PARENT = (
    "import subprocess, sys, signal\n"
    "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
    "print('up', flush=True); signal.pause()"
)


async def running(home: Path, code: str) -> Background:
    process = Background("sample", home)
    process.start([sys.executable, "-c", code])
    await wait_until("the process says so", lambda: "up" in process.log_tail(), limit_s=LIMIT_S)
    return process


async def test_a_process_is_found_by_whoever_reads_its_pid_file(tmp_path: Path) -> None:
    process = await running(tmp_path, WAITS)

    assert Background("sample", tmp_path).pid() == process.pid() is not None
    await process.stop()


async def test_a_stop_ends_the_process_and_forgets_its_pid(tmp_path: Path) -> None:
    process = await running(tmp_path, WAITS)
    pid = process.pid()
    assert pid is not None
    started = started_at(pid)

    await process.stop()

    assert not is_running(pid, started)
    assert not process.pid_file.exists()


async def test_a_process_that_does_not_listen_is_killed_at_the_limit(tmp_path: Path) -> None:
    process = await running(tmp_path, IGNORES + "while True: signal.pause()")

    await process.stop(limit_s=0.3)

    assert process.pid() is None


async def test_a_kill_ends_what_the_process_started_too(tmp_path: Path) -> None:
    process = await running(tmp_path, PARENT)
    pid = process.pid()
    assert pid is not None
    (child,) = child_pids(pid)
    child_started = started_at(child)

    await process.kill()

    assert process.pid() is None
    assert not is_running(child, child_started)


async def test_a_pid_that_another_process_has_now_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.DEVNULL)
    noted = {"pid": stranger.pid, "started_at": "an-earlier-boot:12345"}
    process = Background("sample", tmp_path)
    process.pid_file.write_text(json.dumps(noted), encoding="utf-8")

    await process.stop()
    await process.kill()

    assert process.pid() is None
    assert stranger.poll() is None, "the stranger still runs"
    stranger.send_signal(signal.SIGKILL)
    stranger.wait(LIMIT_S)


async def test_a_process_that_waits_to_be_reaped_has_ended(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    started = started_at(child.pid)
    # It has ended and is not reaped yet: its number is still taken.
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert started_at(child.pid) == started
    assert not is_running(child.pid, started)
    child.wait(LIMIT_S)


async def test_an_end_at_the_start_is_told_with_the_last_log_lines(tmp_path: Path) -> None:
    process = Background("sample", tmp_path)
    process.start([sys.executable, "-c", "raise SystemExit('no such topic')"])

    async def never() -> bool:
        return False

    with pytest.raises(ProcessEnded, match=r"sample ended at its start:\nno such topic"):
        await process.wait_healthy(never, limit_s=LIMIT_S)


async def test_a_wait_that_is_too_long_names_what_it_waited_for() -> None:
    with pytest.raises(WaitedTooLong, match=r"the tide: not within 0\.1 s"):
        await wait_until("the tide", lambda: False, limit_s=0.1)


async def test_a_wait_takes_a_condition_that_must_be_awaited() -> None:
    looks = 0

    async def at_the_third_look() -> bool:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return looks == 3

    await wait_until("the third look", at_the_third_look, limit_s=LIMIT_S, between_s=0)

    assert looks == 3
