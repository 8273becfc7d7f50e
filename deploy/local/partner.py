"""The sandbox agency of a local platform as a process: `<home>/agency` holds its credentials."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from deploy.local.ports import LOOPBACK, free_ports, is_free, is_listened_on
from deploy.local.processes import Background

WISHED_PORT: Final = 8190
NAME: Final = "agency"
FILE: Final = "agency.json"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Partner:
    """The sandbox agency of one platform, running or not."""

    home: Path
    port: int

    @classmethod
    def planned(cls, home: Path, *, wished: int = WISHED_PORT) -> Self:
        """With the port that it has or had, else the wished one, else any (0: any)."""
        before = cls.before(home)
        is_up = Background(NAME, home).pid() is not None
        if before is not None and (is_up or is_free(before.port)):
            return before
        port = wished if wished and is_free(wished) else free_ports(1)[0]
        (home / NAME).mkdir(parents=True, exist_ok=True)
        (home / FILE).write_text(json.dumps({"port": port}) + "\n", encoding="utf-8")
        return cls(home, port)

    @classmethod
    def before(cls, home: Path) -> Self | None:
        """As it was last planned for this home, if it ever was."""
        try:
            noted = json.loads((home / FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return cls(home, noted["port"])

    @property
    def process(self) -> Background:
        return Background(NAME, self.home)

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
