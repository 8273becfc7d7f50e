"""Where handoff is wired together."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter

from libs.chassis.effects_task import effect_kind
from libs.chassis.parts import Given, Service
from libs.events.contracts.topology import HANDOFF
from libs.events.effects.effect import EffectKind, Outward
from services.handoff.adapters.dossiers import Dossiers
from services.handoff.adapters.feeding import feed_topics
from services.handoff.adapters.handing_out import handing_out
from services.handoff.adapters.offering import Offering
from services.handoff.adapters.posting import Posting
from services.handoff.api.refusing import STATUSES
from services.handoff.api.routes import routes
from services.handoff.domain.dispatching import OfferRules, WebhookRules
from services.handoff.handlers.decider import HandoffDecider
from services.handoff.handlers.places import OFFER, WEBHOOK
from services.handoff.settings import Settings
from services.handoff.views.files import Files, FilesView
from services.handoff.views.placements import PlacementsView
from services.handoff.views.reading import Placements


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    return Service(
        topics=HANDOFF,
        decider=HandoffDecider,
        routers=_routers,
        projections=[PlacementsView(), FilesView()],
        statuses=STATUSES,
        serves_agencies=True,
        effects=partial(_effects, settings),
        tasks=[feed_topics],
    )


def _routers(given: Given) -> Sequence[APIRouter]:
    view = Placements(given.readings[PlacementsView.name])
    dossiers = Dossiers(Files(given.readings[FilesView.name]), given.objects)
    return (
        *routes(view, given.asking, given.ids),
        handing_out(given.asking, view, dossiers),
    )


def _effects(settings: Settings, given: Given) -> Sequence[Outward]:
    offers = effect_kind(settings, HANDOFF.name, OFFER, uncertain="asks_person")
    webhooks = EffectKind(
        name=WEBHOOK,
        service=HANDOFF.name,
        barrier=(),
        effect_limit_s=settings.effect_limit_s,
        protocol="http",
    )
    view = Placements(given.readings[PlacementsView.name])
    posting = Posting(view, given.ids, settings.webhook_timeout_s)
    return (
        Outward(offers, OfferRules(), Offering()),
        Outward(webhooks, WebhookRules(), posting),
    )
