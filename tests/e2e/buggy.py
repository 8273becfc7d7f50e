"""Matching with a bug that a file switches on: what comes to the key that it names crashes.

`RELANCE_BUG=<file> python -m tests.e2e.buggy --role worker`; all else is matching as it is.
"""

import os
from dataclasses import replace
from pathlib import Path

from libs.chassis.parts import Service
from libs.chassis.process import run
from libs.events.loop.decider import Decision, Found, Message, States
from services.matching.app import make
from services.matching.handlers.decider import MatchingDecider
from services.matching.settings import Settings

FILE = "RELANCE_BUG"


class Bug(Exception):
    """Somebody's mistake, which a later release mends."""


class BuggyDecider(MatchingDecider):
    def decide(self, message: Message, states: States, found: Found) -> Decision:
        file = Path(os.environ[FILE])
        if file.exists() and file.read_text(encoding="utf-8") == message.key:
            raise Bug("it is switched on")
        return super().decide(message, states, found)


def buggy(settings: Settings) -> Service:
    return replace(make(settings), decider=BuggyDecider)


if __name__ == "__main__":
    run(buggy, Settings)
