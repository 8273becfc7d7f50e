"""The morning review: what leaves today is approved by people, or taken out of it."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.web.messages import page_of_demand
from services.console.web.ports import Document, Refused, Said, Services, Undecided
from services.console.web.shown_soon import soon, until_told
from services.console.web.today import page_of, to_approve
from services.console.web.visiting import Form, House, Lost, Visit, back_to, identity

REASONS_MAX: Final = 3
"""So many refusals are told one by one."""
APPROVED_MAX: Final = 500
"""So many demands dunning approves at once."""


def approving(house: House) -> APIRouter:
    """POST of what was ticked on the first page."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/review/approve")
    async def approve(request: Request) -> Response:
        """What is ticked and still waits is approved; what is refused is told."""
        visit = await house.visit(request)
        form, services = await visit.form(), visit.services
        ticked = {identity(one) for one in form.many.get("demands", ())}
        try:
            waiting = (await to_approve(services)).rows
            wanted = [one["demand"] for one in waiting if one["demand"] in ticked]
            answers = await _approved(services, wanted, form)
        except Said as said:
            return await page_of(visit, visit.refused("", said, form), status=said.status)
        refused = [one for one in answers if one["outcome"] == "refused"]
        if refused:
            whole = Refused("dunning", 409, refused[0]["rule"], _told(refused))
            return await page_of(visit, visit.refused("", whole, form), status=whole.status)
        await soon(lambda: _is_shown(services, set(wanted), waiting))
        return back_to("/", "approved" if wanted else "none-approved")

    return routes


async def _approved(services: Services, wanted: list[str], form: Form) -> list[Document]:
    """Each by itself, so that the key of all is good for every part of them."""
    found: list[Document] = []
    for at in range(0, len(wanted), APPROVED_MAX):
        body = {"demands": wanted[at : at + APPROVED_MAX]}
        told = await services.post("dunning", "/v1/demands/approve", body, key=form.key)
        found += told["items"]
    if any(one["outcome"] == "pending" for one in found):
        raise Undecided("dunning")
    return found


async def _is_shown(services: Services, wanted: set[str], before: list[Document]) -> bool:
    """Whether each has left the list, or stands there with one approval more."""
    had = {one["demand"]: len(one["approvals"]) for one in before}
    now = {one["demand"]: len(one["approvals"]) for one in (await to_approve(services)).rows}
    return all(now.get(one, had[one] + 1) > had[one] for one in wanted)


def _told(refused: list[Document]) -> str:
    reasons = list(dict.fromkeys(str(one["detail"]) for one in refused))
    return " ".join(reasons[:REASONS_MAX])


def deciding(house: House) -> APIRouter:
    """POST of what is asked of one demand."""
    routes = APIRouter(prefix="/demands", include_in_schema=False)

    @routes.post("/{demand}/{what}")
    async def ask(request: Request, demand: str, what: str) -> Response:
        visit = await house.visit(request)
        if what not in _ASKED:
            raise Lost
        form, path = await visit.form(), f"/v1/demands/{identity(demand)}"
        found = await visit.services.get("dunning", path)
        body = _ASKED[what](form)
        return await _decided(visit, found, f"{path}/{what}", body, form)

    return routes


async def _decided(
    visit: Visit, demand: Document, path: str, body: dict[str, Any], form: Form
) -> Response:
    services, name, debtor = visit.services, demand["demand"], demand["debtor"]
    try:
        recorded = await services.post("dunning", path, body, key=form.key)
    except Said as said:
        view = visit.refused(debtor, said, form)
        return await page_of_demand(visit, name, None, view, status=said.status)
    await until_told(services, "dunning", debtor, recorded)
    return back_to(f"/demands/{name}", path.rpartition("/")[2])


def _outcome(form: Form) -> dict[str, Any]:
    return {"left": form["left"] == "yes"}


def _withheld(form: Form) -> dict[str, Any]:
    items = [one for one in form.many.get("items", ()) if one]
    return {"items": items, "for_good": form["for_good"] == "yes", "reason": form["reason"]}


_ASKED: Final = {"outcome": _outcome, "approve": lambda _: {}, "withhold": _withheld}
"""By the last part of the form's address, which is dunning's too."""
