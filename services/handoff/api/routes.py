"""All addresses of handoff, in the order in which they are looked at."""

from collections.abc import Sequence

from fastapi import APIRouter

from libs.chassis.asking import Asking
from libs.kernel.ids import IdSecret
from services.handoff.api import agencies, agency_cases, agency_feed, placements
from services.handoff.views.reading import Placements


def routes(view: Placements, asking: Asking, ids: IdSecret) -> Sequence[APIRouter]:
    """Reads over the view; writes as commands."""
    return (
        agencies.looking(view),
        agencies.agreeing(asking, ids),
        agencies.signing(asking, view, ids),
        agencies.resending(asking),
        placements.looking(view),
        placements.placing(asking, view),
        placements.withdrawing(asking, view),
        placements.recalling(asking, view),
        placements.ending(asking, view),
        agency_cases.looking(view),
        agency_cases.answering(asking, view),
        agency_cases.closing(asking, view),
        agency_cases.reporting(asking, view),
        agency_cases.charging(asking, view),
        agency_feed.looking(view),
        agency_feed.remitting(asking),
    )
