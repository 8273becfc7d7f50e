"""An import is over only when every document that it brought has had its effect."""

from collections.abc import Callable, Sequence

from libs.events.contracts.ingestion import ImportFinished, ImportStarted
from libs.kernel.keys import is_copy
from libs.testkit.interleave.checks.order import Flight
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit


class Imports:
    """Imports as the events so far leave them."""

    def __init__(self, flight: Flight, brought_by: Callable[[str], Sequence[str]]) -> None:
        """`brought_by` tells the ids of the commands that brought an import's documents."""
        self._flight, self._brought_by = flight, brought_by
        self.started: set[str] = set()
        self.finished: set[str] = set()

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if is_copy(new.stream):
                continue
            if isinstance(new.event, ImportStarted):
                self.started.add(new.event.import_id)
            elif isinstance(new.event, ImportFinished):
                self._check(new.event.import_id)
                self.finished.add(new.event.import_id)

    def _check(self, name: str) -> None:
        brought = self._brought_by(name)
        left = sum(self._flight.from_origin("ingestion", one) for one in brought)
        must(left == 0, "rest", f"import {name} is over with {left} messages on their way", name)


def check_imports(imports: Imports) -> None:
    """The end: every import is over."""
    for name in sorted(imports.started - imports.finished):
        must(False, "liveness", f"import {name} is never over", name)
