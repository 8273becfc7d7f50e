"""Counts what services want counted, and exports it."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Gauge

from libs.chassis.parts import Figure, Given
from libs.events.loop.worker import NOT_THERE

log = structlog.get_logger(__name__)

COUNT_EVERY_S: Final = 15.0


def gauges_of(figures: Sequence[Figure], registry: CollectorRegistry) -> list[Gauge]:
    """A gauge each, in their order."""
    return [Gauge(f"relance_{one.name}", one.says, registry=registry) for one in figures]


async def keep_counting(
    figures: Sequence[Figure], given: Given, registry: CollectorRegistry
) -> None:
    """For ever. What cannot be counted for a while keeps its last value."""
    gauges = gauges_of(figures, registry)
    while True:
        try:
            for figure, gauge in zip(figures, gauges, strict=True):
                gauge.set(await figure.count(given))
        except NOT_THERE as absent:
            log.warning("figures_wait", reason=type(absent).__name__)
        await asyncio.sleep(COUNT_EVERY_S)
