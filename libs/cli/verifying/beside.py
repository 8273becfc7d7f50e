"""Every service's tables and views against the log from offset 0, while writes go on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.tables import Compared, Opened, opened, told_of
from libs.events.contracts.topology import TOPOLOGY
from libs.events.views.comparing import ComparedView, compare_view
from libs.events.views.source import LogSource

Told = Callable[[str, int, int], None]
"""Is told what is compared, and how many offsets of how many were read for it."""


async def compared_live(
    environment: Mapping[str, str], partitions: int, told: Told
) -> list[Compared]:
    """All services, one after the other: states, look-ups, and the tables of each view."""
    found = []
    for name in TOPOLOGY:
        told(name, 0, 1)
        async with opened(name, environment) as there:
            if isinstance(there, str):
                found.append(Compared(name, skipped=there))
                continue
            states = told_of(name, await there.refold.compare(partitions, is_live=True))
            found.append(with_views(states, await _views(there, told)))
    return found


async def _views(there: Opened, told: Told) -> list[ComparedView]:
    source = LogSource(there.ground.broker, there.ground.keyring)
    found = []
    for projection in there.service.projections:
        what = f"{there.service.topics.name} {projection.name}"

        def filled(done: int, of: int, what: str = what) -> None:
            told(what, done, of)

        found.append(await compare_view(projection, there.ground.database, source, filled))
    return found


def with_views(states: Compared, views: list[ComparedView]) -> Compared:
    """What both came to, in one; a view that was not compared says why."""
    why = [f"the view {one.view}: {one.skipped}" for one in views if one.skipped]
    return replace(
        states,
        rows=states.rows + sum(one.rows for one in views),
        differences=(*states.differences, *(d for one in views for d in _told(states, one))),
        skipped="; ".join(why),
        unlisted=sum(one.different - len(one.differences) for one in views),
    )


def _told(states: Compared, view: ComparedView) -> list[Difference]:
    return [
        Difference(
            "views",
            f"{view.view}.{one.table} {one.key}".rstrip(),
            "what the log says",
            f"{one.what} in {states.service}",
        )
        for one in view.differences
    ]
