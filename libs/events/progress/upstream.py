"""Who is upstream of whom: which services a barrier passes, and whom bulk gives work."""

from collections.abc import Mapping
from typing import Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.matching import ErasureJudged
from libs.events.contracts.model import Event
from libs.events.contracts.topology import ServiceTopics

RECALLS_NOTHING: Final[frozenset[type[Event]]] = frozenset({DayStarted, ErasureJudged})
"""A day that begins adds to what is due and takes nothing back; that a message's own day is over
is decided by its service, on the day as it adopted it. Who may be erased owes nothing, so that no
demand is there to be recalled."""


def recalling(topology: Mapping[str, ServiceTopics], service: str) -> tuple[str, ...]:
    """The barrier's list of an effect that `service` starts, derived from who hears whom.

    A service is on it when `service` hears of it, directly or through others, anything that can
    recall. The service itself is not: its own inputs are waited for apart. Upstream first, so
    that what one of them says lies on its topic before the next one's ends are read. Raises
    ValueError when two of them hear each other: no order would do.
    """
    upstream = {service: _heard_by(topology, service) - {service}}
    found = set(upstream[service])
    while new := found - upstream.keys():
        for name in new:
            upstream[name] = _heard_by(topology, name) - {service}
            found |= upstream[name]
    return _in_order({name: upstream[name] for name in found})


def downstream(topology: Mapping[str, ServiceTopics], service: str) -> tuple[str, ...]:
    """Whom much that `service` says gives much to do, directly or through others, by name.

    A day, and a word on who may be erased, are little.
    """
    found: set[str] = set()
    while new := {
        name
        for name in topology
        if name not in {service, *found}
        and not {service, *found}.isdisjoint(_heard_by(topology, name))
    }:
        found |= new
    return tuple(sorted(found))


def _heard_by(topology: Mapping[str, ServiceTopics], service: str) -> set[str]:
    """Whom it hears say anything but what recalls nothing."""
    hears = topology[service].hears
    return {name for name, events in hears.items() if set(events) - RECALLS_NOTHING}


def _in_order(upstream: Mapping[str, set[str]]) -> tuple[str, ...]:
    ordered: list[str] = []
    while left := upstream.keys() - set(ordered):
        free = sorted(name for name in left if upstream[name] <= set(ordered))
        if not free:
            raise ValueError(f"{', '.join(sorted(left))} hear one another")
        ordered += free
    return tuple(ordered)
