"""The pages of debtors: found by name or number; all of one, and what may be said of it."""

import asyncio
from contextlib import suppress
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from libs.events.views.reading import ViewNotReady
from services.console.views.reading import Balance, Figures
from services.console.web import credit_forms, debtor_forms
from services.console.web.asking import Ask, written
from services.console.web.credit_told import order_told
from services.console.web.days import today_of
from services.console.web.debtor_page import (
    AGREED,
    AGREED_TOLD_MAX,
    NOT_CHASED,
    TOLD_MAX,
    WHOLE,
    Chased,
    DebtorShown,
    overdue_of,
    shown_of,
    values_of,
)
from services.console.web.gathering import (
    NOTHING,
    Gathered,
    each_once,
    gathered,
    or_nothing,
    or_said,
)
from services.console.web.placement_told import when
from services.console.web.ports import Document, Refused, Said, Services
from services.console.web.rendering import View
from services.console.web.shown_soon import until_told
from services.console.web.visiting import House, Lost, Visit, back_to, identity, told

PAGE: Final = 50
CASES_MAX: Final = 5
PLACEMENTS_MAX: Final = 5
FORMS: Final = {**debtor_forms.FORMS, **credit_forms.FORMS}
"""What may be said of a debtor, by the last part of the form's address."""


def router(house: House, figures: Figures) -> APIRouter:
    """Routes under /debtors."""
    routes = APIRouter(prefix="/debtors", include_in_schema=False)

    @routes.get("")
    async def show_all(request: Request, q: str = "", after: str = "") -> Response:
        visit = await house.visit(request)
        asked: dict[str, str | int] = {"limit": PAGE}
        asked |= {name: value for name, value in (("q", q[:200]), ("after", after)) if value}
        page = await visit.services.get("ingestion", "/v1/debtors", **asked)
        owed = await _owed(visit, figures, [one["debtor"] for one in page["items"]])
        return house.renderer.page("debtors.html", visit.view(), page=page, owed=owed, q=q)

    @routes.get("/{debtor}")
    async def show(request: Request, debtor: str) -> Response:
        visit = await house.visit(request)
        return await _page(visit, figures, identity(debtor), visit.view(live=debtor))

    @routes.post("/{debtor}/{what}")
    async def say(request: Request, debtor: str, what: str) -> Response:
        """What a person says of a debtor, to the service that it concerns."""
        visit = await house.visit(request)
        if what not in FORMS:
            raise Lost
        form = await visit.form()
        ask: Ask = FORMS[what](identity(debtor), form)
        try:
            recorded = await visit.services.post(ask.service, ask.path, ask.body, key=form.key)
        except Said as said:
            view = visit.refused(debtor, said, form)
            return await _page(visit, figures, debtor, view, status=said.status)
        await until_told(visit.services, ask.service, debtor, recorded)
        return back_to(f"/debtors/{debtor}", what)

    return routes


async def _owed(visit: Visit, figures: Figures, debtors: list[str]) -> dict[str, list[Balance]]:
    """Nothing as long as the view is being filled."""
    with suppress(ViewNotReady):
        tenant = visit.session.principal.tenant
        return await figures.balances(tenant, debtors, await today_of(visit))
    return {}


async def _overdue(
    visit: Visit, figures: Figures, debtor: str, shown: DebtorShown, today: date
) -> dict[str, str] | None:
    """By currency; of all items, also where they are too many to be read. None: not known now."""
    if not shown.has_more_items:
        return overdue_of(shown.items, today)
    try:
        told = await figures.balances(visit.session.principal.tenant, [debtor], today)
    except ViewNotReady:
        return None
    late = [one.overdue for one in told.get(debtor, ()) if one.overdue]
    return {amount.split(" ")[1]: amount for amount in late}


async def _page(
    visit: Visit, figures: Figures, debtor: str, view: View, *, status: int = 200
) -> HTMLResponse:
    found, party = await asyncio.gather(
        _asked(visit, debtor),
        or_said(visit.services.get("ingestion", f"/v1/debtors/{debtor}")),
    )
    if isinstance(party, Said):
        raise party
    chased: Chased = found["chased"] or NOT_CHASED
    shown = shown_of(party, found, chased)
    overdue = await _overdue(visit, figures, debtor, shown, found["today"])
    order = found["order"] if isinstance(found["order"], dict) else None
    return visit.house.renderer.page(
        "debtor.html",
        view,
        status=status,
        debtor=debtor,
        silent=each_once(*found.silent, *chased.silent),
        withheld=(found["withheld"] or {"items": []})["items"],
        agencies=[(one["agency"], one["name"]) for one in (found["agencies"] or NOTHING).rows],
        order=order,
        order_told=order_told(visit.words, order) if order else [],
        order_refused=found["order"] if isinstance(found["order"], str) else "",
        order_entered=visit.request.query_params.get("order", ""),
        order_currency=visit.request.query_params.get("currency", ""),
        overdue=overdue,
        **values_of(visit.words, shown, found["today"], told_max=_told_max(visit)),
    )


async def _asked(visit: Visit, debtor: str) -> Gathered:
    """Of the services, first what takes longest: one question after another, then much to read."""
    services = visit.services
    return await gathered(
        chased=_chased(services, debtor),
        placements=_placements(services, debtor),
        items=services.everything("matching", "/v1/items", debtor=debtor, state="open"),
        ledger=or_nothing(services.get("matching", f"/v1/debtors/{debtor}")),
        credit=or_nothing(services.get("risk", f"/v1/debtors/{debtor}")),
        order=_order(visit, debtor),
        calls=services.everything("dunning", "/v1/calls", debtor=debtor, state="scheduled"),
        withheld=services.get("dunning", "/v1/withheld", debtor=debtor, state="withheld"),
        agencies=services.everything("handoff", "/v1/agencies"),
        today=today_of(visit),
    )


async def _chased(services: Services, debtor: str) -> Chased:
    """What dunning says of it, and then what is next of its cases and what is open of AGREED."""
    chase = await or_nothing(services.get("dunning", f"/v1/debtors/{debtor}"))
    if chase is None:
        return NOT_CHASED
    nexts, agreed = await asyncio.gather(_nexts(services, chase), _agreed(services, debtor, chase))
    return Chased(chase, nexts, agreed.found, agreed.silent)


async def _agreed(services: Services, debtor: str, chase: Document) -> Gathered:
    """What is open of AGREED; of what there was much, dunning's answer has only the first."""
    told = {what: chase.get(what, []) for what in AGREED}
    asked = {
        what: services.everything("dunning", f"/v1/{what}", debtor=debtor, state="open")
        for what, first in told.items()
        if len(first) >= AGREED_TOLD_MAX
    }
    whole = await gathered(**asked)
    told |= {what: whole[what].rows for what in asked if whole[what]}
    return Gathered(
        {what: [one for one in rows if one["state"] == "open"] for what, rows in told.items()},
        whole.silent,
    )


def _told_max(visit: Visit) -> int:
    return WHOLE if visit.request.query_params.get("timeline") == "whole" else TOLD_MAX


async def _placements(services: Services, debtor: str) -> list[Document]:
    """With all that happened to each; those that began last come first."""
    page = await services.get("handoff", "/v1/placements", debtor=debtor)
    latest = sorted(page["items"], key=when, reverse=True)[:PLACEMENTS_MAX]
    asked = (services.get("handoff", f"/v1/placements/{one['placement']}") for one in latest)
    return list(await asyncio.gather(*asked))


async def _order(visit: Visit, debtor: str) -> Document | str | None:
    """What risk says of an order that somebody asked about, or why it says nothing; None: nobody
    asked."""
    query = visit.request.query_params
    amount = written(query.get("order", ""), query.get("currency", ""))
    if not amount:
        return None
    path = f"/v1/debtors/{debtor}/order-check"
    try:
        return await visit.services.get("risk", path, amount=amount)
    except Refused as refused:
        return told(visit.words, refused)


async def _nexts(services: Services, chase: Document) -> list[Document]:
    """What is next of each case that is open."""
    cases = [one for one in chase.get("cases", ()) if one["state"] == "open"]
    asked = {
        one["case"]: services.get("dunning", f"/v1/cases/{one['case']}/next")
        for one in cases[:CASES_MAX]
    }
    told = await gathered(**asked)
    return [one for name in asked if (one := told[name])]
