"""The sandbox agency of a local platform as a process: `<home>/agency` holds its credentials."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from deploy.local.ported import Ported
from deploy.local.ports import LOOPBACK, is_listened_on

WISHED_PORT: Final = 8190
NAME: Final = "agency"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Partner(Ported):
    """The sandbox agency of one platform, running or not."""

    name: ClassVar[str] = NAME
    wished_port: ClassVar[int] = WISHED_PORT

    @property
    def url(self) -> str:
        """Where it is called."""
        return f"http://{LOOPBACK}:{self.port}/hook"

    @property
    def token_file(self) -> Path:
        return self.home / NAME / "token"

    @property
    def secret_file(self) -> Path:
        return self.home / NAME / "secret"

    async def start(self, relance: str, *, token: str, secret: str) -> None:
        """Start it unless it runs, and return when it listens; `relance`: handoff's address.

        Raises:
            ProcessEnded: it ended at its start.
            WaitedTooLong: it did not listen in time.
        """
        if self.process.pid() is None:
            self.token_file.parent.mkdir(exist_ok=True)
            for file, text in ((self.token_file, token), (self.secret_file, secret)):
                file.write_text(text + "\n", encoding="utf-8")
                file.chmod(0o600)
            options = [*self.door(relance), "--secret-file", str(self.secret_file)]
            command = [sys.executable, "-m", "agency", *options, "--port", str(self.port)]
            self.process.start(command, cwd=ROOT)
        await self.process.wait_healthy(lambda: is_listened_on(self.port), limit_s=START_LIMIT_S)

    def door(self, relance: str) -> list[str]:
        """How a program of the agency's is told where it calls, and as whom."""
        return ["--relance", relance, "--token-file", str(self.token_file)]

    async def stop(self) -> None:
        """Stop it; its credentials stay. Not running is no error."""
        await self.process.stop()
