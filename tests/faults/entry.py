"""A service that can be hit at a named moment: `python -m tests.faults.entry matching --role all`.

All else is the service as it is. `FAULTS_FOLDER` holds the traps and the bugs.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

from libs.chassis import process
from libs.chassis.parts import Given, Service
from libs.events.effects.effect import EffectWork, Outward
from libs.events.loop import reviving, trees
from libs.events.loop.decider import Decider
from libs.kernel.ids import IdSecret
from tests.e2e.buggy import Buggy
from tests.faults.crashing import Moment, Parts, Trap, Watch, Watched, WatchedWork

FOLDER: Final = "FAULTS_FOLDER"
KEYS_OF_A_CHUNK: Final = 3
"""So few that a day of a small life has several chunks."""


def main() -> None:
    name = sys.argv.pop(1)
    folder = Path(os.environ[FOLDER])
    trap, parts = Trap(folder, name), Parts()
    _exchange(trees, "KEYS_MAX", lambda _: KEYS_OF_A_CHUNK)
    _exchange(process, "WorkerDeps", lambda deps: partial(deps, probe=Watch(trap, parts)))
    _one_parked_message_at_a_time(parts)
    make = import_module(f"services.{name}.app").make

    def watched(settings: Any) -> Service:
        service: Service = make(settings)

        def decider(ids: IdSecret) -> Decider:
            buggy = cast(Decider, Buggy(service.decider(ids), folder / f"{name}.bug"))
            return cast(Decider, Watched(buggy, parts))

        effects = service.effects

        def outwards(given: Given) -> Sequence[Outward]:
            assert effects is not None
            return [
                replace(one, work=cast(EffectWork, WatchedWork(one.work, trap)))
                for one in effects(given)
            ]

        return replace(service, decider=decider, effects=outwards if effects else None)

    process.run(watched, import_module(f"services.{name}.settings").Settings)


def _exchange(module: ModuleType, name: str, made: Callable[[Any], Any]) -> None:
    """Something that a module of ours looks up by name, for this process alone."""
    setattr(module, name, made(getattr(module, name)))


def _one_parked_message_at_a_time(parts: Parts) -> None:
    """Each in a transaction of its own, so that there is a moment between two."""

    def noting(decide: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any) -> Any:
            _, key, messages, _, place, _ = args
            batch = decide(*args)
            for item in messages:
                parts.decided(place.partition, item.message.id, (Moment.PARKED, key))
            return batch

        return noted

    _exchange(reviving, "TOGETHER_MAX", lambda _: 1)
    _exchange(reviving, "retry_parked", noting)


if __name__ == "__main__":
    main()
