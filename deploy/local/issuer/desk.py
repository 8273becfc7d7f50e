"""The development issuer of a local platform as a process: `<home>/issuer` holds its key."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from deploy.local.ported import Ported
from deploy.local.ports import LOOPBACK, is_listened_on

WISHED_PORT: Final = 8100
NAME: Final = "issuer"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Desk(Ported):
    """The issuer of one platform, running or not."""

    name: ClassVar[str] = NAME
    wished_port: ClassVar[int] = WISHED_PORT

    @property
    def url(self) -> str:
        """Its name, and where it answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What services are told: whose tokens they take."""
        return {"RELANCE_ISSUER": self.url}

    async def start(self, *, tenants: Sequence[str] = ()) -> None:
        """Start it unless it runs, and return when it listens.

        Raises:
            ProcessEnded: it ended at its start.
            WaitedTooLong: it did not listen in time.
        """
        if self.process.pid() is None:
            options = ["--port", str(self.port), "--folder", str(self.home / NAME)]
            options += [word for tenant in tenants for word in ("--tenant", tenant)]
            command = [sys.executable, "-m", "deploy.local.issuer", *options]
            self.process.start(command, cwd=ROOT)
        await self.process.wait_healthy(lambda: is_listened_on(self.port), limit_s=START_LIMIT_S)

    async def stop(self) -> None:
        """Stop it; its key stays. Not running is no error."""
        await self.process.stop()
