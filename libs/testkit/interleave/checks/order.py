"""What must hold of the logs themselves: versions, and messages on their way."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from libs.events.contracts.runtime import KeyFreed, KeyParked, ParkedDropped
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.world.premises import Commit

_DISPATCHED: Final = "effect-"
"""How the ids of a dispatcher's commands begin."""
_ASKED: Final = (_DISPATCHED, "edge-", "rest-")
"""How those of all commands begin that somebody waits for."""


class Versions:
    """A stream's versions have no gap and no repeat, across all that was committed."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            stream = (commit.service, new.stream)
            last = self._last.get(stream, 0)
            if new.version != last + 1:
                raise Wrong(
                    "versions", f"{new.stream} goes from {last} to {new.version}", (new.stream,)
                )
            self._last[stream] = new.version


class Flight:
    """Commands that were sent and not yet decided, by what all began with; and how deep they go.

    A command that came to nothing until the owner crashed is decided again: it counts once.
    """

    def __init__(self) -> None:
        self._under_way: dict[tuple[str, str], str] = {}
        """(service, message id) to the id of what began it."""
        self._by_origin: Counter[tuple[str, str]] = Counter()
        self.deepest = 0

    def sent(self, service: str, message: str, origin: str) -> None:
        """A command was written to an inbox."""
        entry = (service, message)
        if entry not in self._under_way:
            self._under_way[entry] = origin
            self._by_origin[service, origin] += 1

    def saw(self, commit: Commit) -> None:
        for message in commit.decided:
            origin = self._under_way.pop((commit.service, message.id), None)
            if origin is not None:
                self._by_origin[commit.service, origin] -= 1
        for command in commit.batch.commands:
            self.sent(commit.service, command.id, command.correlation)
        self.deepest = max(self.deepest, commit.batch.deepest)

    def from_origin(self, service: str, origin: str) -> int:
        """How many commands that follow from `origin` are not decided yet."""
        return self._by_origin[service, origin]

    @property
    def is_over(self) -> bool:
        """Whether all that was sent is decided."""
        return not self._under_way

    @property
    def messages(self) -> list[tuple[str, str]]:
        return sorted(self._under_way)


class Once:
    """What was decided in a transaction is not decided again.

    What came to nothing may be: then positions moved in the database alone. What a dispatcher
    asks may be: it writes a command that is not answered in time a second time.
    """

    def __init__(self) -> None:
        self._decided: set[tuple[str, int, str]] = set()

    def saw(self, commit: Commit) -> None:
        if not commit.offsets:
            return
        for message in commit.decided:
            if message.id.startswith(_DISPATCHED):
                continue
            entry = (commit.service, commit.partition, message.id)
            if entry in self._decided:
                name = type(message.body).__name__
                raise Wrong(
                    "positions",
                    f"{commit.service}/{commit.partition} decides {name} of {message.key} again",
                    (message.key,),
                )
            self._decided.add(entry)


class Announced:
    """Whoever was told that a creditor is registered is never told that it is unknown.

    Unless the creditor's key is parked in that partition: then its announcement waits there.
    """

    def __init__(self) -> None:
        self.parked: set[tuple[str, int, str]] = set()
        """(service, partition, key)."""
        self.parked_count = 0
        self._known: set[str] = set()

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case KeyParked(key=key):
                    self.parked.add((commit.service, commit.partition, key))
                    self.parked_count += 1
                case KeyFreed(key=key):
                    self.parked.discard((commit.service, commit.partition, key))
        for answer in commit.batch.answers:
            creditor = answer.fields.get("creditor", "")
            if answer.outcome != "refused" and answer.fields.get("revision") == "1":
                self._known.add(creditor)
            is_ours = commit.service == "ingestion"  # others may not have heard of it yet
            if is_ours and answer.rule == "creditor_unknown" and creditor in self._known:
                self._check(commit, creditor)

    def _check(self, commit: Commit, creditor: str) -> None:
        waits = any(
            (service, partition) == (commit.service, commit.partition) and key.endswith(creditor)
            for service, partition, key in self.parked
        )
        if not waits:
            raise Wrong("announced", f"{creditor} is unknown in {commit.partition}", (creditor,))


class Told:
    """Who asked for what was dropped is told so; counts what was dropped."""

    def __init__(self) -> None:
        self.dropped_count = self.compensated_count = 0
        self._answered: set[tuple[str, str]] = set()
        """(service, command id)."""

    def saw(self, commit: Commit) -> None:
        answers = {answer.command: answer.rule for answer in commit.batch.answers}
        for new in commit.batch.events:
            if isinstance(new.event, ParkedDropped):
                self._check(commit.service, new.event, answers)
        self._answered.update((commit.service, name) for name in answers)

    def _check(
        self, service: str, dropped: ParkedDropped, answers: Mapping[str, str | None]
    ) -> None:
        self.dropped_count += 1
        command = (service, dropped.message)
        if not dropped.message.startswith(_ASKED):
            self.compensated_count += 1
        elif command not in self._answered and answers.get(dropped.message) != "dropped":
            raise Wrong("dropped", f"nobody is told that {dropped.message} is", (dropped.key,))
