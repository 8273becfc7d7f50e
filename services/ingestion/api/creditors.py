"""Creditors: who is owed, by which accounts, in which zone."""

import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError as NumberMistake

from libs.chassis.answering import Desk
from libs.chassis.asking import Asked, Asking, IdempotencyKey, body_of
from libs.chassis.conditions import IfMatch, IfNoneMatch, revision_in, tagged
from libs.chassis.documenting import unchanged
from libs.chassis.identity import Admin, PortfolioReader, Principal
from libs.chassis.problems import BadRequest, NotFound
from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.parties import BankAccount
from libs.events.contracts.runtime import Answer
from libs.events.views.reading import ViewNotReady
from libs.kernel.days import is_calendar
from libs.kernel.ids import IdSecret
from services.ingestion.api.answering import answered
from services.ingestion.api.shapes import (
    AccountSent,
    AccountsSent,
    After,
    CreditorChangesSent,
    CreditorSent,
    Identity,
    Limit,
    Listed,
    listed,
)
from services.ingestion.domain.commands import ChangeCreditor, CreditorChanges, RegisterCreditor
from services.ingestion.domain.currencies import is_currency
from services.ingestion.domain.identity import account_id, creditor_id
from services.ingestion.domain.paths import creditor_path
from services.ingestion.views.reading import Page, Records, awaited


def changing(ids: IdSecret, asking: Asking, records: Records) -> APIRouter:
    """POST and PATCH of creditors and their accounts."""
    routes = APIRouter(prefix="/v1/creditors", tags=["creditors"])
    desk = _Desk(ids, asking, records)

    @routes.post("", status_code=201, summary="Register a creditor")
    async def register(
        principal: Admin, sent: CreditorSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """201 once; 200 when it is there with the same facts; 409 with others."""
        return await desk.register(principal, sent, request, key)

    @routes.patch("/{creditor}", summary="Change what is named")
    async def change(
        principal: Admin,
        creditor: Identity,
        sent: CreditorChangesSent,
        request: Request,
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> JSONResponse:
        """With `If-Match` only if nobody else has changed it since: 412."""
        asked = _Edit(creditor, sent, revision_in(if_match))
        return await desk.change(principal, asked, request, key)

    @routes.post("/{creditor}/accounts", summary="Add accounts, or change some by their IBAN")
    async def add_accounts(
        principal: Admin,
        creditor: Identity,
        sent: AccountsSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        asked = _Edit(creditor, CreditorChangesSent(accounts=sent.accounts))
        return await desk.change(principal, asked, request, key)

    return routes


def looking(records: Records) -> APIRouter:
    """GET of creditors."""
    routes = APIRouter(prefix="/v1/creditors", tags=["creditors"])

    @routes.get("", summary="All creditors of the tenant")
    async def show_all(
        principal: PortfolioReader, after: After = None, limit: Limit = 100
    ) -> Listed:
        """By name."""
        rows = await records.creditors(principal.tenant, Page(after, limit))
        return listed([_shown(row) for row in rows], "creditor", limit)

    @routes.get("/{creditor}", summary="One creditor", responses=unchanged())
    async def show(
        principal: PortfolioReader, creditor: Identity, known: IfNoneMatch = None
    ) -> Response:
        """Its ETag is what a change may be conditional on."""
        row = await records.creditor(principal.tenant, creditor)
        if row is None:
            raise NotFound(what="creditor", id=creditor)
        return tagged(_shown(row), row["revision"], known)

    return routes


@dataclass(frozen=True, slots=True)
class _Edit:
    """What is to change of a creditor."""

    creditor: str
    sent: CreditorChangesSent
    if_revision: int | None = None


class _Desk:
    """Makes commands of what is sent, once it is checked."""

    def __init__(self, ids: IdSecret, asking: Asking, records: Records) -> None:
        self._ids, self._asking, self._records = ids, asking, records

    async def register(
        self, principal: Principal, sent: CreditorSent, request: Request, key: str | None
    ) -> JSONResponse:
        _check_country(sent.country)
        _check_zone(sent.zone)
        creditor = creditor_id(
            self._ids, principal.tenant, legal_id=sent.legal_id, vat=sent.vat, name=sent.name
        )
        plain = sent.model_dump(exclude={"accounts"})
        accounts = self._accounts(principal.tenant, sent.accounts)
        facts = CreditorFacts(creditor=creditor, accounts=accounts, **plain)
        command = RegisterCreditor(facts=facts)
        path, body = creditor_path(principal.tenant, creditor), await body_of(principal, request)
        # A key of one creditor is of no other: it is looked for under the same name for all.
        asked = Asked(path, command, "creditors", key or uuid.uuid4().hex, body, is_fresh=not key)
        return await self._told(principal, creditor, await self._asking.answer(principal, asked))

    async def change(
        self, principal: Principal, edit: _Edit, request: Request, key: str | None
    ) -> JSONResponse:
        creditor, sent = edit.creditor, edit.sent
        if sent.country is not None:
            _check_country(sent.country)
        if sent.zone is not None:
            _check_zone(sent.zone)
        accounts = self._accounts(principal.tenant, sent.accounts)
        changes = CreditorChanges(accounts=accounts, **sent.model_dump(exclude={"accounts"}))
        command = ChangeCreditor(creditor=creditor, changes=changes, if_revision=edit.if_revision)
        path = creditor_path(principal.tenant, creditor)
        answer = await Desk(self._asking).outcome(principal, path, command, request, key)
        return await self._told(principal, creditor, answer)

    async def _told(self, principal: Principal, creditor: str, answer: Answer) -> JSONResponse:
        """Told once the list shows it too: who registers a creditor uses it next."""
        revision = int(answer.fields.get("revision", "0"))

        async def shown() -> dict[str, Any] | None:
            row = await self._records.creditor(principal.tenant, creditor)
            return row if row is not None and row["revision"] >= revision else None

        try:
            row = await awaited(shown)
        except ViewNotReady:
            row = None  # it is registered all the same
        return answered(answer, _shown(row) if row else {})

    def _accounts(self, tenant: str, sent: tuple[AccountSent, ...]) -> tuple[BankAccount, ...]:
        return tuple(self._account(tenant, one) for one in sent)

    def _account(self, tenant: str, sent: AccountSent) -> BankAccount:
        try:
            iban = ibans.validate(sent.iban, check_country=False)  # lists of banks grow old
        except NumberMistake as mistake:
            raise BadRequest(where="iban", reason=f"{sent.iban!r}: {mistake}") from mistake
        if not is_currency(sent.currency):
            raise BadRequest(where="currency", reason=f"{sent.currency!r} is not in ISO 4217")
        known = sent.model_dump(exclude={"iban"})
        return BankAccount(account=account_id(self._ids, tenant, iban), iban=iban, **known)


def _check_country(country: str) -> None:
    if len(country) != 2 or not is_calendar(country):
        raise BadRequest(where="country", reason=f"{country!r}: no holidays are known for it")


def _check_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise BadRequest(where="zone", reason=f"{zone!r} is no time zone of IANA")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = row["facts"]
    return facts | {"revision": row["revision"], "changed_at": row["changed_at"].isoformat()}
