"""Who is upstream of whom: which services a barrier passes, and whom bulk gives work."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from libs.events.contracts import notifications
from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.matching import ErasureJudged
from libs.events.contracts.model import Event
from libs.events.contracts.risk import BandChanged
from libs.events.contracts.topology import ServiceTopics

LITTLE: Final[frozenset[type[Event]]] = frozenset({DayStarted, ErasureJudged})
"""What gives nobody much to do, however much else is said."""

RECALLS_NOTHING: Final[frozenset[type[Event]]] = (
    LITTLE | frozenset(notifications.EVENTS) | {BandChanged}
)
"""A day that begins adds to what is due and takes nothing back; that a message's own day is over
is decided by its service, on the day as it adopted it. Who may be erased owes nothing, so that no
demand is there to be recalled. What became of a message moves its ladder on, and takes nothing
back that is on its way. A band says which step comes next, and moves no money: what is on its way
was right by the band of before."""

SPEAKS_FIRST: Final[frozenset[str]] = frozenset({"handoff"})
"""Services whose word that recalls comes from their own inbox alone: a recovery that an agency
reports, a placement that a person asks for. What they hear makes them say nothing that takes
anything back, so they are passed before those whom they hear, and also by their own effects."""


def recalling(topology: Mapping[str, ServiceTopics], service: str) -> tuple[str, ...]:
    """The barrier's list of an effect that `service` starts, derived from who hears whom.

    A service is on it when `service` hears of it, directly or through others, anything that can
    recall. The service itself is only when it speaks first: its own inputs are waited for apart,
    but not what others make of its word. Upstream first, so that what one of them says lies on
    its topic before the next one's ends are read. Raises ValueError when two of them hear each
    other: no order would do.
    """
    upstream = {service: _heard_by(topology, service, RECALLS_NOTHING)}
    found = set(upstream[service])
    while new := found - upstream.keys():
        for name in new:
            speaks_first = name in SPEAKS_FIRST
            upstream[name] = set() if speaks_first else _heard_by(topology, name, RECALLS_NOTHING)
            found |= upstream[name]
    first = found & SPEAKS_FIRST
    others = {name: upstream[name] - first - {service} for name in found - first - {service}}
    return (*sorted(first), *_in_order(others))


def as_passed(topology: Mapping[str, ServiceTopics], name: str) -> ServiceTopics:
    """A listed service as a barrier passes it: of one that speaks first its inbox alone."""
    service = topology[name]
    return replace(service, hears={}) if name in SPEAKS_FIRST else service


def downstream(topology: Mapping[str, ServiceTopics], service: str) -> tuple[str, ...]:
    """Whom much that `service` says gives much to do, directly or through others, by name.

    A day, and a word on who may be erased, are little.
    """
    found: set[str] = set()
    while new := {
        name
        for name in topology
        if name not in {service, *found}
        and not {service, *found}.isdisjoint(_heard_by(topology, name, LITTLE))
    }:
        found |= new
    return tuple(sorted(found))


def _heard_by(
    topology: Mapping[str, ServiceTopics], service: str, without: frozenset[type[Event]]
) -> set[str]:
    """Whom it hears say anything but `without`."""
    hears = topology[service].hears
    return {name for name, events in hears.items() if set(events) - without}


def _in_order(upstream: Mapping[str, set[str]]) -> tuple[str, ...]:
    ordered: list[str] = []
    while left := upstream.keys() - set(ordered):
        free = sorted(name for name in left if upstream[name] <= set(ordered))
        if not free:
            raise ValueError(f"{', '.join(sorted(left))} hear one another")
        ordered += free
    return tuple(ordered)
