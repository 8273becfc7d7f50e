"""Where calendar is wired together."""

from fastapi import APIRouter

from libs.chassis.parts import Figure, Given, Service
from libs.events.contracts.topology import CALENDAR
from libs.kernel.ids import IdSecret
from services.calendar.adapters.clock import keep_days, zones_without_day
from services.calendar.api import days
from services.calendar.handlers.decider import CalendarDecider
from services.calendar.settings import Settings
from services.calendar.views.zones import ZonesView

_STATUSES = {"days_are_not_played_here": 403, "day_too_far_ahead": 422}
"""Of refusals; 409 for the other, which contradicts what is recorded."""


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""

    def decider(_: IdSecret) -> CalendarDecider:
        return CalendarDecider(days_are_played=settings.environment != "production")

    return Service(
        topics=CALENDAR,
        decider=decider,
        routers=lambda given: (_days(given),),
        projections=[ZonesView()],
        statuses=_STATUSES,
        tasks=[keep_days],
        figures=[
            Figure(
                "zones_without_day",
                "Zones whose clock shows a day that has not begun in the log",
                zones_without_day,
            )
        ],
    )


def _days(given: Given) -> APIRouter:
    return days.router(given.asking, given.store, given.readings[ZonesView.name])
