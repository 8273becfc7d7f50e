"""The chase as the events of matching, dunning and notifications say it, from nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from audit.causes import Causes
from audit.chase import Chase, Fields, Handler
from audit.demanding import DEMANDING
from audit.holding import HOLDING
from audit.leaving import LEAVING
from audit.log import Fact

NO_TENANT = "-"


def chase_of(facts: Iterable[Fact], tenant: str, causes: Causes) -> Chase:
    """Follow one tenant's facts, given in the order of each partition."""
    chase = Chase()
    # What one service said waits for what another said later: by the broker's one clock.
    for fact in sorted(facts, key=lambda one: one.recorded_at):
        handler = _HANDLERS.get((fact.service, fact.name))
        if handler is None or fact.tenant not in (tenant, NO_TENANT):
            continue
        try:
            handler(chase, fact.fields, causes.known_at(fact))
        except LookupError as missing:
            chase.nonsense.append((fact.stream, f"{fact.name} speaks of {missing}, which is not"))
    return chase


def _day(chase: Chase, f: Fields, _at: datetime) -> None:
    # A tenant that plays its days ignores everybody's; nobody audits one that does both.
    if f.get("tenant") is not None:
        day_on = date.fromisoformat(f["day_on"])
        chase.last_on = max(day_on, chase.last_on or day_on)


_HANDLERS: Mapping[tuple[str, str], Handler] = {
    ("calendar", "day_started"): _day,
    **HOLDING,
    **DEMANDING,
    **LEAVING,
}
