"""Which services a history is played with: the ledger's alone, or all that chasing takes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from libs.events.contracts.model import Command
from libs.events.contracts.topology import (
    HANDOFF,
    NOTIFICATIONS,
    TOPOLOGY,
    ServiceTopics,
)
from libs.events.effects.effect import EffectKind
from libs.events.loop.decider import Decider
from libs.events.progress.resting import Resting
from libs.events.progress.upstream import recalling
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of
from libs.testkit.world.resting import Closing
from services.calendar.handlers.decider import CalendarDecider
from services.dunning.handlers.decider import DunningDecider
from services.handoff.handlers.decider import HandoffDecider
from services.handoff.handlers.places import OFFER
from services.ingestion.domain.commands import FinishImport
from services.ingestion.handlers.decider import IngestionDecider
from services.matching.domain.statements.commands import SettleStatement
from services.matching.handlers.decider import MatchingDecider
from services.notifications.handlers.decider import NotificationsDecider
from services.risk.handlers.decider import RiskDecider

Deciders = Mapping[str, Decider]

_OF_LEDGER: Final = ("calendar", "ingestion", "matching")
LEDGER: Final[Mapping[str, ServiceTopics]] = {
    name: replace(
        TOPOLOGY[name],
        hears={of: said for of, said in TOPOLOGY[name].hears.items() if of in _OF_LEDGER},
    )
    for name in _OF_LEDGER
}
"""Nobody is chased, so nobody is handed over, and nobody has a band."""
MAIL: Final = EffectKind(
    name="email",
    service=NOTIFICATIONS.name,
    barrier=recalling(TOPOLOGY, NOTIFICATIONS.name),
    age_max_s=30.0,
    effect_limit_s=10.0,
    deadline_s=15.0,
    again_s=1.0,
)
"""In a world in which a second is a hundred steps."""
OFFERS: Final = replace(
    MAIL, name=OFFER, service=HANDOFF.name, barrier=recalling(TOPOLOGY, HANDOFF.name)
)


def real_deciders(ids: IdSecret) -> Deciders:
    return {
        "calendar": CalendarDecider(days_are_played=True),
        "ingestion": IngestionDecider(ids),
        "matching": MatchingDecider(ids),
        "dunning": DunningDecider(ids),
        "notifications": NotificationsDecider(ids),
        "risk": RiskDecider(ids),
        "handoff": HandoffDecider(ids),
    }


def _settled(resting: Resting) -> Command:
    return SettleStatement(account=identity_of(resting.key), statement=resting.what)


def _finished(resting: Resting) -> Command:
    return FinishImport(import_id=resting.what)


CLOSING: Final[Mapping[str, Closing]] = {"matching": _settled, "ingestion": _finished}
