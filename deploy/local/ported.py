"""A process of a local platform with a port of its own, which it keeps over starts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from deploy.local.ports import free_ports, is_free
from deploy.local.processes import Background


@dataclass(frozen=True, slots=True)
class Ported:
    """One of these of a platform, running or not; `<home>/<name>.json` notes its port."""

    home: Path
    port: int

    name: ClassVar[str]
    wished_port: ClassVar[int]

    @classmethod
    def planned(cls, home: Path, *, wished: int | None = None) -> Self:
        """With the port that it has or had, else the wished one, else any (0: any)."""
        before = cls.before(home)
        is_up = Background(cls.name, home).pid() is not None
        if before is not None and (is_up or is_free(before.port)):
            return before
        wished = cls.wished_port if wished is None else wished
        port = wished if wished and is_free(wished) else free_ports(1)[0]
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{cls.name}.json").write_text(json.dumps({"port": port}) + "\n", encoding="utf-8")
        return cls(home, port)

    @classmethod
    def before(cls, home: Path) -> Self | None:
        """As it was last planned for this home, if it ever was."""
        try:
            noted = json.loads((home / f"{cls.name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return cls(home, noted["port"])

    @property
    def process(self) -> Background:
        return Background(self.name, self.home)
