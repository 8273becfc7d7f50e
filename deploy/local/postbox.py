"""The SMTP server of a local platform as a process: `<home>/mailbox` holds what it received."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from deploy.local.ports import LOOPBACK, free_ports, is_free, is_listened_on
from deploy.local.processes import Background

WISHED_PORT: Final = 8125
NAME: Final = "mailbox"
FILE: Final = "mailbox.json"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Postbox:
    """The mailbox of one platform, running or not."""

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
        home.mkdir(parents=True, exist_ok=True)
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
