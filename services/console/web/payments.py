"""The payments bench: why a payment is what it is, what it could settle, and what a person says."""

from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.bench import Bench, Outcome, bench_of, shares_in
from services.console.web.ports import Document, Refused, Said
from services.console.web.rendering import View
from services.console.web.shown_soon import soon
from services.console.web.visiting import Form, House, Visit, back_to, identity

PAGE: Final = 60
FIRST: Final = "suggested"
OUTCOMES: Final[tuple[str, ...]] = get_args(Outcome)


def router(house: House) -> APIRouter:
    """Routes under /payments."""
    routes = APIRouter(prefix="/payments", include_in_schema=False)

    @routes.get("")
    async def show_all(request: Request) -> Response:
        visit = await house.visit(request)
        return await _page(visit, visit.view(live=""), "")

    @routes.get("/{payment}")
    async def show(request: Request, payment: str) -> Response:
        visit = await house.visit(request)
        return await _page(visit, visit.view(live=""), identity(payment))

    @routes.post("/{payment}/apply")
    async def apply(request: Request, payment: str) -> Response:
        """Shares for items of any debtors, and on account: whatever has an amount."""
        visit = await house.visit(request)
        form = await visit.form()
        shares = shares_in(form)
        if not shares:
            sentence = visit.words("payments.nothing_entered")
            said = Refused("matching", 422, "nothing_entered", sentence)
            view = visit.refused("", said, form)
            return await _page(visit, view, identity(payment), status=said.status, form=form)
        done = "on-account" if all("debtor" in one for one in shares) else "applied"
        return await _decided(visit, payment, "apply", {"shares": shares}, form, done)

    @routes.post("/{payment}/undo")
    async def undo(request: Request, payment: str) -> Response:
        visit = await house.visit(request)
        form = await visit.form()
        return await _decided(visit, payment, "undo", {"share": form["share"]}, form, "undone")

    return routes


async def _decided(
    visit: Visit, payment: str, what: str, body: dict[str, Any], form: Form, done: str
) -> Response:
    services, path = visit.services, f"/v1/payments/{identity(payment)}"
    before = await services.get("matching", path)
    try:
        await services.post("matching", f"{path}/{what}", body, key=form.key)
    except Said as said:
        view = visit.refused("", said, form)
        return await _page(visit, view, payment, status=said.status, form=form)

    async def is_shown() -> bool:
        now = await services.get("matching", path)
        return bool((now["free"], now["shares"]) != (before["free"], before["shares"]))

    await soon(is_shown)
    return back_to(f"/payments/{payment}", done, outcome=_outcome(visit, form))


def _outcome(visit: Visit, form: Form | None = None) -> str:
    """Which list stands beside the payment."""
    wanted = form["outcome"] if form else visit.request.query_params.get("outcome", FIRST)
    return wanted if wanted in OUTCOMES else ""


async def _page(
    visit: Visit, view: View, payment: str, *, status: int = 200, form: Form | None = None
) -> HTMLResponse:
    """`form`: one that was refused says which list and what it was looked for by."""
    query, outcome = visit.request.query_params, _outcome(visit, form)
    q = form["q"] if form else query.get("q", "")
    asked: dict[str, str | int] = {"limit": PAGE}
    after = query.get("after", "")
    asked |= {name: text for name, text in (("outcome", outcome), ("after", after)) if text}
    page: Document = await visit.services.get("matching", "/v1/payments", **asked)
    bench: Bench | None = None
    if payment:
        bench = await bench_of(visit.services, payment, q[:100])
    return visit.house.renderer.page(
        "payments.html",
        view,
        status=status,
        page=page,
        outcome=outcome,
        outcomes=OUTCOMES,
        bench=bench,
        q=q,
    )
