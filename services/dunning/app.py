"""Where dunning is wired together."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter

from libs.chassis.parts import Given, Service
from libs.events.contracts.topology import DUNNING
from services.dunning.adapters.policies import SCHEMA, SHIPPED, read_policy
from services.dunning.api.refusing import STATUSES
from services.dunning.api.routes import Written, routes
from services.dunning.handlers.decider import DunningDecider
from services.dunning.settings import Settings
from services.dunning.views.cases import CasesView
from services.dunning.views.reading import Chasing

_POLICIES: Final = Written(read_policy, SHIPPED, SCHEMA)


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    return Service(
        topics=DUNNING,
        decider=DunningDecider,
        routers=_routers,
        projections=[CasesView()],
        statuses=STATUSES,
    )


def _routers(given: Given) -> Sequence[APIRouter]:
    return routes(Chasing(given.readings[CasesView.name]), given.asking, _POLICIES)
