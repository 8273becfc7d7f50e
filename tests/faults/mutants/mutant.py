"""What a mutant is: one thing left out or swapped, and what has to catch it."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Exchange:
    """A name of the shipped code, and what stands there in the process of the test."""

    module: str
    name: str
    """Of the module: `begin_cut`, or `Owner.snapshot` for a method."""
    value: Any

    def found(self) -> tuple[Any, str]:
        """Who holds the attribute, and how it is called there. Raises AttributeError."""
        holder: Any = importlib.import_module(self.module)
        *classes, attribute = self.name.split(".")
        for name in classes:
            holder = getattr(holder, name)
        getattr(holder, attribute)
        return holder, attribute

    def make(self) -> Callable[[], None]:
        """Put the value there; returns what takes it back."""
        holder, attribute = self.found()
        whole = getattr(holder, attribute)
        setattr(holder, attribute, self.value)
        return lambda: setattr(holder, attribute, whole)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Caught by the histories of the interleaving simulator."""

    fault: str
    """Its name among the simulator's own deliberate faults."""


@dataclass(frozen=True, slots=True)
class Named:
    """Caught by one test."""

    test: str
    """As pytest calls it, from the checkout's root."""
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing that is broken."""

    name: str
    sentence: str
    caught_by: Simulated | Named

    def apply(self) -> Callable[[], None]:
        """Break it in this process; returns what mends it again."""
        exchanges = self.caught_by.exchanges if isinstance(self.caught_by, Named) else ()
        mending = [exchange.make() for exchange in exchanges]

        def mend() -> None:
            for undo in reversed(mending):
                undo()

        return mend
