"""Traces: what a request led to, over services and topics, step by step.

A step is named by its context in the form of the W3C `traceparent` header
(`00-<trace>-<step>-<flags>`), which stands in every record's headers; what a step leads to names
it as its parent. Here are words only: who runs a process decides where steps are told.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

Kind = Literal["server", "internal", "client", "producer", "consumer"]

_STEP: Final = slice(36, 52)
"""Where the step's own id stands in a context; before it stands the trace's."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace that is over. Ids and numbers only, never what a message says."""

    name: str
    kind: Kind
    trace: str
    """Its own context; empty: nobody follows it, and it is not told."""
    parent: str
    """The context of the step that led to it; empty: it is the first."""
    began_ns: int
    """By the wall clock, since 1970."""
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    """Contexts of other traces that it goes on with."""
    error: str = ""
    ended_ns: int = 0
    """0: now."""


Followed = tuple[str, tuple[str, ...]]
"""The context that a record is written under, and what its step follows when that is its own."""
NOTHING_ELSE: Final[tuple[str, ...]] = ()


class Tracing(Protocol):
    """Where steps are told, in one process."""

    @property
    def is_on(self) -> bool:
        """Whether anybody follows; if not, contexts pass through as they came."""

    def below(self, trace: str) -> str:
        """The context of a new step below `trace`; `trace` itself where nobody follows that."""

    def ended(self, step: Step) -> None:
        """A step is over now."""


class NoTracing:
    """Nobody follows: nothing is made for it."""

    @property
    def is_on(self) -> bool:
        return False

    def below(self, trace: str) -> str:
        return trace

    def ended(self, step: Step) -> None:
        pass


def named_below(trace: str, *names: str) -> str:
    """The context of a step below `trace` whose id is a hash of `names`: always the same."""
    step = hashlib.blake2b("\x1f".join(names).encode(), digest_size=8).hexdigest()
    return trace[: _STEP.start] + step + trace[_STEP.stop :]


def is_of_one_trace(one: str, other: str) -> bool:
    return one[: _STEP.start] == other[: _STEP.start]


def now_ns() -> int:
    return time.time_ns()
