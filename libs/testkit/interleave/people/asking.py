"""The outside world: it asks through the edge, hears answers, and asks again where it must."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.loop.dropping import Dropped
from libs.kernel.keys import tenant_of
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.order import Flight
from libs.testkit.interleave.chronicle import Chronicle
from libs.testkit.world.premises import Commit
from libs.testkit.world.world import World

Act = Callable[[], bool]
"""Something that somebody does; False: not yet, try again later."""


class Edge:
    """The edges of all services: commands go in, answers come out."""

    def __init__(
        self,
        world: World,
        flight: Flight,
        chronicle: Chronicle,
        moments: Moments | None = None,
    ) -> None:
        self._world, self._flight, self._chronicle = world, flight, chronicle
        self._moments = moments
        self._count = 0
        self.answers: dict[str, Answer] = {}
        """By the id of the command as it was asked first."""
        self._asked: dict[str, _Question] = {}
        """What was asked under each id."""

    @property
    def is_idle(self) -> bool:
        """Whether all that was ever asked is decided, with what followed from it."""
        return self._flight.is_over

    def ask(self, service: str, key: str, command: Command, *, is_bulk: bool = False) -> str:
        """Write a command to the inbox; returns its id, by which the answer is found."""
        return self._write(_Question(service, key, command, "", is_bulk))

    def ids_of(self, identity: str) -> list[str]:
        """The ids under which a command was asked: again, when it was dropped."""
        return [name for name, one in self._asked.items() if identity in (name, one.first)]

    def _write(self, asked: "_Question") -> str:
        self._count += 1
        identity = f"edge-{self._count}"
        service, key, command = asked.service, asked.key, asked.command
        self._asked[identity] = asked
        self._flight.sent(service, identity, identity)
        if self._moments is not None:
            self._moments.asked(identity)
        self._chronicle.acted(service, identity, key, command)
        question = NewQuestion(
            id=identity,
            tenant=tenant_of(key),
            key=key,
            command=command,
            body_hash="of-" + identity,
            is_bulk=asked.is_bulk,
        )
        self._world.post(service, question)
        return identity

    def saw(self, commit: Commit) -> None:
        """Whoever is told that a command was dropped asks again."""
        for answer in commit.batch.answers:
            asked = self._asked.get(answer.command)
            first = asked.first if asked and asked.first else answer.command
            if asked is not None and answer.rule == Dropped.RULE:
                self._write(replace(asked, first=first))
            else:
                self.answers[first] = answer


@dataclass(frozen=True, slots=True)
class _Question:
    """A command of the outside, and the id under which it was asked first; empty: this one's."""

    service: str
    key: str
    command: Command
    first: str
    is_bulk: bool


class Threads:
    """Sequences of acts; each goes on by itself, in its own order."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._threads: list[deque[Act]] = []

    def add(self, acts: Sequence[Act]) -> None:
        if acts:
            self._threads.append(deque(acts))

    @property
    def is_over(self) -> bool:
        return not self._threads

    def step(self) -> bool:
        """One act of one thread; whether it was done."""
        if not self._threads:
            return False
        thread = self._threads[int(self._random.random() * len(self._threads))]
        if not thread[0]():
            return False
        thread.popleft()
        if not thread:
            self._threads.remove(thread)
        return True


class Asking:
    """A command that is asked until it is taken; refusals named in `again` are asked again."""

    def __init__(
        self,
        edge: Edge,
        service: str,
        key: str,
        command: Command,
        *again: str,
        is_bulk: bool = False,
    ) -> None:
        self._edge, self._service, self._key = edge, service, key
        self._command, self._again, self._is_bulk = command, again, is_bulk
        self.ids: list[str] = []
        """Of the commands that were written, the last one last."""
        self._is_asked = False

    @property
    def is_answered(self) -> bool:
        """Whether the last one was, whatever the answer."""
        return bool(self.ids) and self.ids[-1] in self._edge.answers

    def ask(self) -> bool:
        """Ask, without waiting for the answer."""
        question = (self._service, self._key, self._command)
        self.ids.append(self._edge.ask(*question, is_bulk=self._is_bulk))
        self._is_asked = True
        return True

    def __call__(self) -> bool:
        """Ask, then wait for the answer."""
        if not self._is_asked:
            self.ask()
            return False
        answer = self._edge.answers.get(self.ids[-1])
        if answer is not None and answer.rule in self._again:
            self._is_asked = False
            return False
        return answer is not None
