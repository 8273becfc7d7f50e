"""Ordinary processes in the background: a pid file, a log file, and a stop that ends only ours."""

import json
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from deploy.local.accounts import Account, run_as
from deploy.local.identity import child_pids, is_running, started_at
from deploy.local.waiting import wait_until

STOP_LIMIT_S = 20.0
KILL_LIMIT_S = 10.0
LOG_TAIL_LINES = 15

# What this process started itself stays its child, and must be reaped by it when it has ended.
_children: dict[int, subprocess.Popen[bytes]] = {}


Launch = Callable[[Sequence[str], Mapping[str, str], Path, IO[bytes]], int]
"""Runs a command in a session of its own: its words, all its environment, its folder, its log."""


class ProcessEnded(Exception):
    """A process ended while it was waited for; its last log lines tell why."""


@dataclass(frozen=True, slots=True)
class Background:
    """One named process of a home folder: `<home>/<name>.pid` and `<home>/<name>.log`."""

    name: str
    home: Path

    @property
    def pid_file(self) -> Path:
        return self.home / f"{self.name}.pid"

    @property
    def log_file(self) -> Path:
        return self.home / f"{self.name}.log"

    def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        launch: Launch | None = None,
    ) -> int:
        """Start it in a session of its own and return its pid; `env` is added to ours."""
        self.home.mkdir(parents=True, exist_ok=True)
        launch = launch or partial(_spawn, account)
        with self.log_file.open("ab") as log:
            words = [str(part) for part in command]
            pid = launch(words, {**os.environ, **(env or {})}, cwd or self.home, log)
        self._write_pid(pid)
        return pid

    def pid(self) -> int | None:
        """Return the pid while the very process that was started runs, else nothing."""
        try:
            noted = json.loads(self.pid_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return None
        pid = int(noted["pid"])
        _reap(pid)
        return pid if is_running(pid, noted["started_at"]) else None

    async def stop(self, *, limit_s: float = STOP_LIMIT_S, sig: int = signal.SIGTERM) -> None:
        """Ask it to end; after `limit_s` end it. Not running is no error."""
        pid = self.pid()
        if pid is None:
            self.pid_file.unlink(missing_ok=True)
            return
        os.kill(pid, sig)
        try:
            await wait_until(f"the end of {self.name}", lambda: not self.pid(), limit_s=limit_s)
        except TimeoutError:
            await self.kill()
        self.pid_file.unlink(missing_ok=True)

    async def kill(self) -> None:
        """End it and all that it started with SIGKILL, and wait until they are gone."""
        pid = self.pid()
        if pid is None:
            return
        family = [(one, started_at(one)) for one in (pid, *child_pids(pid))]
        for one, started in family:
            if is_running(one, started):
                os.kill(one, signal.SIGKILL)
        await wait_until(
            f"the end of {self.name} after SIGKILL",
            lambda: not self.pid() and not any(is_running(*one) for one in family),
            limit_s=KILL_LIMIT_S,
        )

    async def wait_healthy(
        self, condition: Callable[[], Awaitable[bool]], *, limit_s: float
    ) -> None:
        """Wait until it answers.

        Raises:
            ProcessEnded: it ended before that.
            WaitedTooLong: it did not answer within `limit_s`.
        """

        async def answers() -> bool:
            if self.pid() is None:
                raise ProcessEnded(f"{self.name} ended at its start:\n{self.log_tail()}")
            return await condition()

        await wait_until(f"{self.name} answers (log: {self.log_file})", answers, limit_s=limit_s)

    def log_tail(self) -> str:
        """Return the last lines of the log."""
        try:
            lines = self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return "\n".join(lines[-LOG_TAIL_LINES:])

    def _write_pid(self, pid: int) -> None:
        noted = {"pid": pid, "started_at": started_at(pid)}
        partial = self.pid_file.with_suffix(".pid.partial")
        partial.write_text(json.dumps(noted), encoding="utf-8")
        partial.replace(self.pid_file)


def _spawn(
    account: Account | None,
    command: Sequence[str],
    env: Mapping[str, str],
    cwd: Path,
    log: IO[bytes],
) -> int:
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd,
        start_new_session=True,
        **run_as(account),
    )
    _children[child.pid] = child
    return child.pid


def _reap(pid: int) -> None:
    child = _children.get(pid)
    if child is not None and child.poll() is not None:
        del _children[pid]
