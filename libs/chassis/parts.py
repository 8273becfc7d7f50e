"""What a service is made of, and what its parts are given to work with."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from fastapi import APIRouter

from libs.chassis.asking import Asking
from libs.chassis.objects import Objects
from libs.chassis.settings import ServiceSettings
from libs.events.codec.keyring import Keyring
from libs.events.contracts.model import Command
from libs.events.contracts.topology import ServiceTopics
from libs.events.effects.effect import Outward
from libs.events.log.address import Broker
from libs.events.loop.decider import Decider
from libs.events.loop.edge import Edge
from libs.events.loop.store import Store
from libs.events.progress.resting import Resting
from libs.events.views.projection import Projection
from libs.events.views.reading import Reading
from libs.kernel.ids import IdSecret


@dataclass(frozen=True, slots=True)
class Given:
    """What routers and tasks of a service work with."""

    settings: ServiceSettings
    broker: Broker
    ids: IdSecret
    keyring: Keyring
    objects: Objects
    edge: Edge
    asking: Asking
    pool: asyncpg.Pool
    """Of the service's own database; routers have that of the API's login."""
    store: Store
    """States and outcomes, for what needs them fresher than a view."""
    readings: Mapping[str, Reading]
    """Its views by name."""
    owned: Callable[[], frozenset[int]]
    """Partitions that this process owns now; none in the API role."""


Task = Callable[[Given], Coroutine[Any, Any, None]]
"""Runs beside the partitions until cancelled; an error of broker or database starts it again."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that a service counts now and then, in each of its workers: a gauge."""

    name: str
    """As it is exported, after `relance_`."""
    says: str
    count: Callable[[Given], Coroutine[Any, Any, int]]


@dataclass(frozen=True, slots=True)
class Service:
    """One service: its rules and its edges. `libs.chassis.process.run` makes a process of it."""

    topics: ServiceTopics
    decider: Callable[[IdSecret], Decider]
    routers: Callable[[Given], Sequence[APIRouter]]
    projections: Sequence[Projection] = ()
    statuses: Mapping[str, int] = field(default_factory=dict)
    """HTTP status by rule of refusal; 409 where a rule is not listed."""
    serves_agencies: bool = False
    """Whether agencies put commands to it."""
    closing: Callable[[Resting], Command] | None = None
    """The command that closes what has come to rest."""
    effects: Callable[[Given], Sequence[Outward]] | None = None
    """What leaves the house; `libs.chassis.effects_task.effect_kind` makes its kind."""
    tasks: Sequence[Task] = ()
    figures: Sequence[Figure] = ()

    @property
    def name(self) -> str:
        return self.topics.name
