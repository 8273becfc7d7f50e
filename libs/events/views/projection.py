"""What a view is: what it hears, its tables, and how a stretch of events changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import asyncpg

from libs.events.contracts.model import Event

Positions = Mapping[tuple[str, int], int]
"""Next offset by topic and partition."""


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event as a view reads it off the log."""

    service: str
    """Who recorded it."""
    tenant: str
    key: str
    stream: str
    id: str
    event: Event
    recorded_at: datetime
    """The broker's time of the record, UTC."""
    partition: int
    offset: int


class Projection(Protocol):
    """A view. A column belongs to one topic, so that any interleaving gives the same table."""

    name: str
    """Letters, digits and underscores; with the version it names the schema."""
    version: int
    """Raised with every change of meaning: the new one is filled beside the old."""
    hears: Mapping[str, tuple[type[Event], ...]]
    """What it hears, by the service that says it."""
    migrations: Path
    """Folder of numbered `.sql` files that make its tables; every table has a column tenant."""

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        """Change the tables by `events`, in order within each partition; batched, no reads of
        anything but its own tables. Runs inside the transaction that moves the checkpoint.
        """


def schema_of(name: str, version: int, generation: int) -> str:
    """Schema of one generation of a view: `items_v1_g2`; `read_as.sql` puts it together too."""
    return f"{name}_v{version}_g{generation}"
