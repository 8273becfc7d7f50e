"""A service with a bug that a file switches on: what comes to the key that it names crashes.

`RELANCE_BUG=<file> python -m tests.e2e.buggy matching --role worker`; all else is the service as
it is.
"""

import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from libs.chassis.parts import Service
from libs.chassis.process import run
from libs.events.loop.decider import Decider, Decision, Found, Message, States
from libs.kernel.ids import IdSecret

FILE = "RELANCE_BUG"


class Bug(Exception):
    """Somebody's mistake, which a later release mends."""


class Buggy:
    """A decider in all but the key that `file` names, while it is there."""

    def __init__(self, decider: Decider, file: Path) -> None:
        self._decider, self._file = decider, file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._decider, name)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if self._file.exists() and self._file.read_text(encoding="utf-8") == message.key:
            raise Bug("it is switched on")
        return self._decider.decide(message, states, found)


def main() -> None:
    name = sys.argv.pop(1)
    make = import_module(f"services.{name}.app").make

    def buggy(settings: Any) -> Service:
        service: Service = make(settings)

        def decider(ids: IdSecret) -> Decider:
            return cast(Decider, Buggy(service.decider(ids), Path(os.environ[FILE])))

        return replace(service, decider=decider)

    run(buggy, import_module(f"services.{name}.settings").Settings)


if __name__ == "__main__":
    main()
