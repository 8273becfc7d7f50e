"""Every contract that may stand on an events topic, by the name of its files."""

from collections.abc import Iterator

from libs.events.contracts.model import Event
from libs.events.contracts.runtime import RUNTIME_EVENTS, type_name_of
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics

RUNTIME = "runtime"
"""Stands for the service's name in files about what every service's runtime records."""


def every_event() -> Iterator[tuple[str, type[Event]]]:
    """(`matching.item_settled.v1`, ItemSettled), …, in the order of the topology."""
    for service in TOPOLOGY.values():
        for event in versions_recorded_by(service):
            yield event.TYPE.removeprefix("relance."), event
    for event in RUNTIME_EVENTS:
        yield type_name_of(event, RUNTIME).removeprefix("relance."), event


def versions_recorded_by(service: ServiceTopics) -> Iterator[type[Event]]:
    """Each version of each of its own events that may stand on its topic, the oldest first."""
    for newest in service.events:
        yield from versions_of(newest)


def versions_of(newest: type[Event]) -> Iterator[type[Event]]:
    """All that are read, the oldest first."""
    for event in (*newest.OLDER, newest):
        assert issubclass(event, Event)
        yield event
