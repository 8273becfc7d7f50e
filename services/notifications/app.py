"""Where notifications is wired together."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter

from libs.chassis.effects_task import effect_kind
from libs.chassis.parts import Given, Service
from libs.events.contracts.topology import NOTIFICATIONS
from libs.events.effects.effect import Outward
from services.notifications.adapters.bounces.task import read_bounces
from services.notifications.adapters.internal_mailing import Desk, InternalMailing
from services.notifications.adapters.mailing import Mailing
from services.notifications.adapters.noticing import Noticing
from services.notifications.adapters.preview import previewing
from services.notifications.adapters.smtp.limits import Limits
from services.notifications.adapters.smtp.sending import Sending
from services.notifications.api import messages, people
from services.notifications.domain.dispatching import MessageRules
from services.notifications.handlers.decider import NotificationsDecider
from services.notifications.handlers.places import INTERNAL
from services.notifications.settings import Settings
from services.notifications.views.messages import MessagesView
from services.notifications.views.parties import PartiesView
from services.notifications.views.people import PeopleView
from services.notifications.views.reading import Messages, Parties
from services.notifications.views.reading_people import People
from services.notifications.views.reading_waiting import Waiting
from services.notifications.views.waiting import WaitingView

_STATUSES = {"message_unknown": 404}
"""Of refusals; 409 for the others, which contradict what is recorded."""


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    bounces = settings.bounces
    return Service(
        topics=NOTIFICATIONS,
        decider=NotificationsDecider,
        routers=_routers,
        projections=[MessagesView(), PartiesView(), PeopleView(), WaitingView()],
        statuses=_STATUSES,
        effects=partial(_effects, settings),
        tasks=[partial(read_bounces, folder=bounces)] if bounces is not None else [],
    )


def _routers(given: Given) -> Sequence[APIRouter]:
    view = Messages(given.readings[MessagesView.name])
    return (
        messages.looking(view),
        messages.content(view, given.objects),
        previewing(view, given.objects),
        people.looking(People(given.readings[PeopleView.name]), given.ids),
        people.registering(given.asking, given.ids),
        people.leaving(given.asking, given.ids),
    )


def _effects(settings: Settings, given: Given) -> Sequence[Outward]:
    limits = Limits(settings.domain_at_once_max, settings.domain_a_minute_max)
    sending, parties = Sending(settings.server(), limits), Parties(given.readings[PartiesView.name])
    people_seen = People(given.readings[PeopleView.name])
    mailing = Mailing(
        Messages(given.readings[MessagesView.name]),
        parties,
        people_seen,
        given.objects,
        sending,
        settings.sender(),
    )
    noticing = Noticing(parties, Waiting(given.readings[WaitingView.name]))
    desk = Desk(people_seen, noticing, settings.internal_gather_s)
    internal = InternalMailing(desk, given.objects, sending, settings.sender())
    kind = partial(effect_kind, settings, "notifications", protocol="smtp")
    return (
        Outward(kind("email"), MessageRules(), mailing),
        Outward(kind(INTERNAL), MessageRules(), internal),
    )
