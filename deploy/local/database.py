"""Real PostgreSQL as an ordinary process, under an unprivileged account, loopback only."""

import asyncio
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from deploy.local.accounts import (
    Account,
    database_account,
    is_open_to_all,
    link,
    reachable_home,
    run_as,
)
from deploy.local.binaries import copied_postgres, postgres_folder
from deploy.local.ports import LOOPBACK, is_listened_on
from deploy.local.processes import Background
from deploy.local.state import State

START_LIMIT_S = 60.0
INIT_LIMIT_S = 120
ANSWER_LIMIT_S = 2.0

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %d ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# Safe when the server is killed, for the operating system still holds what was written; not when
# the machine dies. A commit must still be written before it is answered, so
# `synchronous_commit` stays on, and a kill can tear a page, so `full_page_writes` does too.
UNSYNCED = {"fsync": "off"}


class InitFailed(Exception):
    """PostgreSQL could not lay out its data folder."""


@dataclass(frozen=True, slots=True)
class Database:
    """The database server of one stack; `<home>/postgres` leads to its data."""

    home: Path
    state: State

    @property
    def process(self) -> Background:
        return Background("database", self.home)

    async def start(self) -> None:
        """Start it, on the data that it has, and return when it answers."""
        account = database_account()
        data = await asyncio.to_thread(self._prepare, account)
        if self.process.pid() is None:
            server = self._binaries(account) / "postgres"
            command: list[str | Path] = [server, "-D", data, *self._options()]
            self.process.start(command, cwd=data, account=account)
        await self.process.wait_healthy(self.answers, limit_s=START_LIMIT_S)

    async def stop(self) -> None:
        """Stop it without waiting for clients to leave; what they committed stays."""
        await self.process.stop(sig=signal.SIGINT)

    async def answers(self) -> bool:
        """Tell whether the server serves."""
        if not await is_listened_on(self.state.postgres_port):
            return False
        try:
            connection = await asyncpg.connect(self.state.postgres, timeout=ANSWER_LIMIT_S)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close()
        return True

    def remove_data(self) -> None:
        """Forget all that it holds, also what lies outside the home."""
        shutil.rmtree(self._reachable_home(), ignore_errors=True)
        (self.home / "postgres").unlink(missing_ok=True)

    def _reachable_home(self) -> Path:
        """The folder that holds the data, and no more than the database's own files."""
        if database_account() is None:
            return self.home / "database"
        return reachable_home(self.home / "database", kept=self.state.profile.is_kept)

    def _prepare(self, account: Account | None) -> Path:
        folder = self._reachable_home()
        folder.mkdir(parents=True, exist_ok=True)
        data = folder / "data"
        if not (data / "PG_VERSION").exists():
            shutil.rmtree(data, ignore_errors=True)
            self._init(data, account)
        link(self.home / "postgres", data)
        return data

    def _init(self, data: Path, account: Account | None) -> None:
        data.mkdir(mode=0o700)
        password = data.parent / "password"
        password.touch(mode=0o600)
        password.write_text(self.state.postgres_password, encoding="ascii")
        if account is not None:
            account.owns(data)
            os.chown(password, account.uid, account.gid)
        options = ["--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256"]
        locale = ["--encoding=UTF8", "--locale=C", "--no-sync"]
        done = subprocess.run(
            [self._binaries(account) / "initdb", "-D", data, *options, *locale],
            capture_output=True,
            text=True,
            timeout=INIT_LIMIT_S,
            cwd=data,
            check=False,
            **run_as(account),
        )
        password.unlink()
        if done.returncode != 0:
            shutil.rmtree(data, ignore_errors=True)
            raise InitFailed(done.stdout + done.stderr)

    def _binaries(self, account: Account | None) -> Path:
        """Return the binaries, copied where the account reaches them if it could not."""
        folder = postgres_folder()
        if account is None or is_open_to_all(folder):
            return folder
        return copied_postgres(folder, self._reachable_home())

    def _options(self) -> list[str]:
        settings = {**SETTINGS, "port": str(self.state.postgres_port)}
        if not self.state.profile.is_kept:
            settings |= UNSYNCED
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
