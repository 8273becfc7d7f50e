"""Processes that are born with everything loaded: a nursery loads once, and forks for each start.

To load a service costs two seconds of a core, and the stories start some hundred. A process that
is forked is a process like any other: it has its own session, environment, log and end, and can
be killed, frozen and asked. Only who was born in one nursery shares the seed of its hashes: two
workers whose order must not depend on it are born in two.
"""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO, Final

from deploy.local.platform import Member
from libs.chassis.collecting import calm_collector
from libs.events.contracts.topology import TOPOLOGY

ROOT: Final = Path(__file__).resolve().parents[1]
LOADED: Final = (
    "libs.chassis.process",
    *(f"services.{name}.app" for name in (*TOPOLOGY, "console")),
)
REQUEST_BYTES_MAX: Final = 1 << 18
BIRTH_LIMIT_S: Final = 60.0
"""The first waits until everything is loaded."""


@dataclass(slots=True)
class Nursery:
    """Its end of the line; the process ends when the line is closed."""

    line: socket.socket

    def launch(
        self, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: IO[bytes]
    ) -> int:
        """Run `python -m module *options` in a new process, and return its pid.

        Raises ChildProcessError when the nursery itself has ended.
        """
        executable, option, module, *options = command
        assert (executable, option) == (sys.executable, "-m"), f"not born, but run: {command}"
        asked = json.dumps([module, options, dict(env), str(cwd)]).encode()
        assert len(asked) < REQUEST_BYTES_MAX, f"{len(asked)} bytes are too many to be sent at once"
        try:
            socket.send_fds(self.line, [asked], [log.fileno()])
            born = self.line.recv(REQUEST_BYTES_MAX)
        except ConnectionError:
            born = b""
        if not born:
            raise ChildProcessError(f"the nursery ended before {module} was born")
        return int(born)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """One that loads while the caller goes on."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(BIRTH_LIMIT_S)
    with ours, its:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", str(its.fileno())],
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            pass_fds=(its.fileno(),),
            start_new_session=True,
        )
        its.close()
        try:
            yield Nursery(ours)
        finally:
            ours.close()
            process.wait(BIRTH_LIMIT_S)


@contextmanager
def nurseries(count: int = 2) -> Iterator[tuple[Nursery, ...]]:
    """As many as processes of one service stand beside each other."""
    with ExitStack() as all_of_them:
        yield tuple(all_of_them.enter_context(nursery()) for _ in range(count))


def born_in(homes: Sequence[Nursery], member: Member) -> Member:
    """The same, but launched there; those of one service by turns. Without homes as it was."""
    if not homes:
        return member
    return replace(member, launch=homes[member.number % len(homes)].launch)


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever has ended is forgotten at once
    for module in LOADED:
        import_module(module)
    calm_collector()  # once here, and not over all that is loaded in each that is born
    born = _wait_for_birth(line)
    if born is not None:
        module, options = born
        sys.argv = [module, *options]
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _wait_for_birth(line: socket.socket) -> tuple[str, list[str]] | None:
    """In the process that is born: what it is to be. Nothing in the nursery, at its end."""
    while True:
        asked, logs, _, _ = socket.recv_fds(line, REQUEST_BYTES_MAX, 1)
        if not asked:
            return None
        module, options, env, cwd = json.loads(asked)
        pid = os.fork()
        if pid == 0:
            line.close()
            _settle(logs[0], env, cwd)
            return module, options
        os.close(logs[0])
        line.send(str(pid).encode())


def _settle(log: int, env: dict[str, str], cwd: str) -> None:
    """As a process finds itself that was started from nothing."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number in (1, 2):
        os.dup2(log, number)
    os.close(log)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)


if __name__ == "__main__":
    main()
