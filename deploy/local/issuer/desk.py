"""The development issuer of a local platform as a process: `<home>/issuer` holds its key."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from deploy.local.ports import LOOPBACK, free_ports, is_free, is_listened_on
from deploy.local.processes import Background

WISHED_PORT: Final = 8100
NAME: Final = "issuer"
FILE: Final = "issuer.json"
START_LIMIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Desk:
    """The issuer of one platform, running or not."""

    home: Path
    port: int

    @classmethod
    def planned(cls, home: Path, *, wished: int = WISHED_PORT) -> Self:
        """With the port that it has or had, else the wished one, else any (0: any).

        The port is part of its name, and tokens say that: it is kept over starts.
        """
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
