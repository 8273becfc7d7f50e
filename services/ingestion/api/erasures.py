"""Erasures: a debtor's keys are destroyed once nothing stands against it."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Admin, Reader
from libs.chassis.problems import NotFound
from services.ingestion.api.answering import answered
from services.ingestion.api.shapes import Identity
from services.ingestion.domain.commands import EraseDebtor
from services.ingestion.domain.paths import debtor_path
from services.ingestion.views.reading import Records

_AGAINST: Final = {
    "open_item": "{number} is open: it is paid, credited or cancelled first",
    "money_on_account": "money is on account: it is applied or paid back first",
    "returnable_debit": "a payment may come back until {until_on} ({law})",
    "retention": "its records are kept until {until_on} ({law})",
    "term_unknown": "no retention term is known for the country {number}",
    "day_unknown": "no day has begun for its creditor yet",
    "new_document": "{number} came in meanwhile: ask again once it is settled",
}


def erasing(records: Records, asking: Asking) -> APIRouter:
    """POST of the wish, GET of what became of it."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])
    desk = Desk(asking)

    @routes.post("/{debtor}/erase", status_code=201, summary="Erase who a debtor is, for ever")
    async def erase(
        principal: Admin, debtor: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """The ledger judges it: refused with the reason, queued to the day on which it is allowed,
        or carried out. 200 when it is under way already; what became of it is under `/erasure`."""
        command = EraseDebtor(debtor=debtor, asked_by=principal.subject)
        path = debtor_path(principal.tenant, debtor)
        return answered(await desk.outcome(principal, path, command, request, key), {})

    @routes.get("/{debtor}/erasure", summary="The last erasure that was asked for")
    async def show(principal: Reader, debtor: Identity) -> dict[str, Any]:
        """`state` is asked, refused, queued, started or erased; `against` says what stands
        against it, as a sentence."""
        row = await records.erasure(principal.tenant, debtor)
        if row is None:
            raise NotFound(what="erasure of the debtor", id=debtor)
        return row | {"against": against(row)}

    return routes


def against(row: dict[str, Any]) -> str:
    """What stands, or stood, against an erasure; empty: nothing."""
    if row["state"] not in ("refused", "queued"):
        return ""
    return _AGAINST[row["cause"]].format(**row)
