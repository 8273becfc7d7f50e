"""A TCP proxy on the loopback of which the connections of one process can be cut."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from deploy.local.ports import LOOPBACK

CHUNK_BYTES: Final = 64 * 1024
SOCKETS: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""A Java program connects to an address of the older kind through a socket of the newer."""


@dataclass(slots=True)
class Proxy:
    """Passes bytes on, both ways, until it is told to cut."""

    port: int
    target_port: int
    cuts: int = 0
    """Connections that were cut or refused."""
    _server: asyncio.Server | None = None
    _cut_pid: int | None = None
    _open: dict[int, asyncio.StreamWriter] = field(default_factory=dict)
    """By the port of the one who connected."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for client in list(self._open.values()):
            client.transport.abort()

    @asynccontextmanager
    async def cut(self, pid: int) -> AsyncIterator[None]:
        """Within, that process has no connection and gets none."""
        self._cut_pid = pid
        ports = ports_of(pid)
        for port, client in list(self._open.items()):
            if port in ports:
                self._abort(client)
        try:
            yield
        finally:
            self._cut_pid = None

    def _abort(self, client: asyncio.StreamWriter) -> None:
        self.cuts += 1
        client.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        port = client.get_extra_info("peername")[1]
        if self._cut_pid is not None and port in ports_of(self._cut_pid):
            self._abort(client)
            return
        try:
            answers, server = await asyncio.open_connection(LOOPBACK, self.target_port)
        except OSError:
            client.transport.abort()
            return
        self._open[port] = client
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass_on(reader, server))
                both.create_task(_pass_on(answers, client))
        finally:
            del self._open[port]
            client.transport.abort()
            server.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one of the two ends; then the other end hears of it."""
    with contextlib.suppress(OSError):
        while some := await reader.read(CHUNK_BYTES):
            writer.write(some)
            await writer.drain()
    writer.transport.abort()


def ports_of(pid: int) -> set[int]:
    """Local ports of a process's TCP connections; empty when it is gone."""
    inodes = set()
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for entry in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(FileNotFoundError):
                kind, _, rest = os.readlink(entry.path).partition(":[")
                if kind == "socket":
                    inodes.add(rest.rstrip("]"))
    tables = [table.read_text("ascii").splitlines()[1:] for table in SOCKETS if table.exists()]
    lines = [line.split() for table in tables for line in table]
    return {int(line[1].partition(":")[2], 16) for line in lines if line[9] in inodes}
