"""Where risk is wired together."""

from collections.abc import Sequence

from fastapi import APIRouter

from libs.chassis.parts import Given, Service
from libs.events.contracts.topology import RISK
from services.risk.api.refusing import STATUSES
from services.risk.api.routes import routes
from services.risk.handlers.decider import RiskDecider
from services.risk.settings import Settings
from services.risk.views.reading import Standings
from services.risk.views.standings import StandingsView


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    return Service(
        topics=RISK,
        decider=RiskDecider,
        routers=_routers,
        projections=[StandingsView()],
        statuses=STATUSES,
    )


def _routers(given: Given) -> Sequence[APIRouter]:
    return routes(Standings(given.readings[StandingsView.name]), given.asking)
