"""All pages, in the order in which they are looked at."""

from fastapi import FastAPI

from libs.chassis.identity import Verifier
from services.console.api import figures as figures_api
from services.console.views.reading import Figures
from services.console.web import (
    assets,
    credit,
    debtors,
    entering,
    failing,
    imports,
    live,
    messages,
    overview,
    parked,
    payments,
    placements,
    policies,
    review,
    today,
)
from services.console.web.failing import AsPages
from services.console.web.guarding import Guarded
from services.console.web.visiting import House


def install(app: FastAPI, house: House, tokens: Verifier, figures: Figures) -> None:
    """Add the pages to an application."""
    app.add_middleware(AsPages, house=house)
    app.add_middleware(Guarded, is_tls=house.cookies.is_tls)
    for router in (
        entering.router(house, tokens),
        entering.leaving(house),
        assets.router(house.renderer),
        live.router(house),
        today.router(house),
        review.approving(house),
        review.deciding(house),
        debtors.router(house, figures),
        credit.router(house),
        payments.router(house),
        placements.router(house),
        placements.asking(house),
        overview.router(house, figures),
        messages.router(house),
        messages.letters(house),
        messages.demands(house),
        policies.router(house),
        imports.router(house),
        parked.router(house),
        figures_api.router(figures),
    ):
        app.include_router(router)
    failing.install(app, house)
