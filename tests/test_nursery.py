"""What is born in a nursery is a process like one that was started from nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.platform import plan
from deploy.local.processes import Background
from deploy.local.waiting import wait_until
from libs.events.contracts.topology import TOPOLOGY
from tests.nursery import ROOT, Nursery, born_in, nursery

LIMIT_S = 30.0
SAYS = "tests.saying"


@pytest.fixture(name="home", scope="module")
def _home() -> Iterator[Nursery]:
    with nursery() as home:
        yield home


def told(process: Background) -> list[dict[str, object]]:
    lines = process.log_tail().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


async def started(home: Nursery, folder: Path, *options: str) -> Background:
    process = Background("born", folder)
    command = (sys.executable, "-m", SAYS, *options)
    process.start(command, env={"ONLY_ITS": "1"}, cwd=folder, launch=home.launch)
    await wait_until("it says what it is", lambda: bool(told(process)), limit_s=LIMIT_S)
    return process


async def test_it_has_its_own_session_environment_folder_words_and_log(
    home: Nursery, tmp_path: Path
) -> None:
    process = await started(home, tmp_path, "--role", "worker")

    pid = process.pid()
    assert told(process) == [
        {"pid": pid, "session": pid, "words": ["--role", "worker"], "folder": str(tmp_path)}
        | {"its": "1", "loaded": True, "children_are_kept": True}
    ]
    assert "ONLY_ITS" not in os.environ
    await process.stop()


async def test_its_end_is_seen_however_it_comes(home: Nursery, tmp_path: Path) -> None:
    stopped = await started(home, tmp_path / "stopped")
    killed = await started(home, tmp_path / "killed")
    frozen = await started(home, tmp_path / "frozen")
    pid = frozen.pid()
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)

    await stopped.stop()
    await killed.kill()

    assert (stopped.pid(), killed.pid()) == (None, None)
    assert frozen.pid() == pid
    await frozen.kill()
    assert frozen.pid() is None


async def test_it_outlives_its_nursery_which_bears_no_more(tmp_path: Path) -> None:
    with nursery() as home:
        process = await started(home, tmp_path)

    assert process.pid() is not None
    await process.stop()
    with pytest.raises(OSError, match="descriptor"):
        await started(home, tmp_path)


def test_processes_of_one_service_are_born_by_turns_in_different_homes(tmp_path: Path) -> None:
    ours, its = socket.socketpair()
    with ours, its:
        one, other = Nursery(ours), Nursery(its)
        members = plan(tmp_path, {"matching": 0}, workers={"matching": 3})
        first, second, third = (born_in((one, other), member).launch for member in members)

    assert first == third == other.launch
    assert second == one.launch
    assert [born_in((), member).launch for member in members] == [None] * 3


@pytest.mark.parametrize("service", sorted(TOPOLOGY))
def test_every_service_starts_from_nothing_too(service: str) -> None:
    unset = {name: value for name, value in os.environ.items() if not name.startswith("RELANCE_")}

    ended = subprocess.run(
        [sys.executable, "-m", f"services.{service}"],
        cwd=ROOT,
        env=unset,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )

    assert ended.returncode == 1
    assert "RELANCE_KAFKA: Field required" in ended.stderr.splitlines()
