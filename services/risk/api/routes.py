"""All addresses of risk, in the order in which they are looked at."""

from collections.abc import Sequence

from fastapi import APIRouter

from libs.chassis.asking import Asking
from services.risk.api import debtors, limits, overrides
from services.risk.views.reading import Standings


def routes(standings: Standings, asking: Asking) -> Sequence[APIRouter]:
    """Reads over the view; writes as commands."""
    return (
        debtors.router(standings),
        limits.looking(standings),
        limits.asking_for(asking),
        limits.deciding(asking, standings),
        limits.ending(asking, standings),
        overrides.looking(standings),
        overrides.overriding(asking),
        overrides.watching(asking),
    )
