"""The ports of a platform's processes, noted in its home and kept over its starts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deploy.local.ports import free_ports, is_free
from deploy.local.processes import Background

FILE = "platform.json"


@dataclass(slots=True)
class Ports:
    """The content of `<home>/platform.json`: port by process name, in the order of the plan."""

    home: Path
    by_name: dict[str, int]

    @classmethod
    def read(cls, home: Path) -> Self:
        """What was noted; nothing when nothing was."""
        try:
            noted = json.loads((home / FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            noted = {}
        return cls(home, noted)

    def take(self, name: str, *, wished: int, is_up: bool) -> int:
        """The port for a process: the one that it has or had, else the wished one, else any.

        `is_up`: it runs, so that its port is taken by itself.
        """
        if name in self.by_name and (is_up or is_free(self.by_name[name])):
            return self.by_name[name]
        taken = set(self.by_name.values())
        if not (wished and wished not in taken and is_free(wished)):
            (wished,) = free_ports(1)
        self.by_name[name] = wished
        return wished

    def keep(self, planned: Sequence[str]) -> None:
        """Note the ports of what is planned and of what still runs, whole or not at all."""
        self.by_name = {
            name: port
            for name, port in self.by_name.items()
            if name in planned or Background(name, self.home).pid() is not None
        }
        self.home.mkdir(parents=True, exist_ok=True)
        partial = self.home / f"{FILE}.partial"
        partial.write_text(json.dumps(self.by_name, indent=2) + "\n", encoding="utf-8")
        partial.replace(self.home / FILE)
