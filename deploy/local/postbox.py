"""The SMTP server of a local platform as a process: `<home>/mailbox` holds what it received."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from deploy.local.ported import Ported
from deploy.local.ports import LOOPBACK, is_listened_on

WISHED_PORT: Final = 8125
NAME: Final = "mailbox"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Postbox(Ported):
    """The mailbox of one platform, running or not."""

    name: ClassVar[str] = NAME
    wished_port: ClassVar[int] = WISHED_PORT

    @property
    def folder(self) -> Path:
        """Where each mail lies as one `.eml` with a `.json` beside it."""
        return self.home / NAME

    @property
    def bounces(self) -> Path:
        """Where delivery reports arrive."""
        return self.home / "bounces"

    @property
    def address(self) -> str:
        """Host and port."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a service that sends mail is told: this server, and that it need not be spared."""
        return {
            "RELANCE_SMTP_HOST": LOOPBACK,
            "RELANCE_SMTP_PORT": str(self.port),
            "RELANCE_SMTP_TLS": "off",
            "RELANCE_BOUNCES": str(self.bounces),
            "RELANCE_DOMAIN_AT_ONCE_MAX": "100",
            "RELANCE_DOMAIN_A_MINUTE_MAX": "100000",
        }

    async def start(self) -> None:
        """Start it unless it runs, and return when it listens.

        Raises:
            ProcessEnded: it ended at its start.
            WaitedTooLong: it did not listen in time.
        """
        if self.process.pid() is None:
            options = ["--port", str(self.port), "--folder", str(self.folder)]
            options += ["--bounces", str(self.bounces)]
            command = [sys.executable, "-m", "deploy.local.mailbox", *options]
            self.process.start(command, cwd=ROOT)
        await self.process.wait_healthy(lambda: is_listened_on(self.port), limit_s=START_LIMIT_S)

    async def stop(self) -> None:
        """Stop it; what it kept stays. Not running is no error."""
        await self.process.stop()
