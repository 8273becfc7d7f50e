"""Credit limits: asked for, granted or refused by a person, ended by one or by their day."""

from libs.events.contracts.risk import LimitGranted, LimitRefused, LimitRequested
from libs.events.loop.decider import Decision
from libs.kernel.money import Money
from services.risk.domain.commands import EndLimit, GrantLimit, RefuseLimit, RequestLimit
from services.risk.domain.debtors.file import File
from services.risk.domain.debtors.reviewing import end_limit, review
from services.risk.domain.debtors.state import Limit, Request
from services.risk.domain.refusals import (
    AmountNotPositive,
    LimitIsNotHeld,
    RequestIsNotWaiting,
    RequestWaits,
)


def request_limit(file: File, command: RequestLimit) -> Decision:
    """One request waits at a time. Raises AmountNotPositive, RequestWaits, DayUnknown."""
    waiting = file.debtor.request
    if waiting is not None:
        raise RequestWaits(amount=waiting.amount)
    limit = file.named("limit")
    requested = LimitRequested(
        **file.about,
        limit=limit,
        amount=_positive(command.amount),
        requested_by=command.requested_by,
        requested_on=file.day(),
        personal=command.personal,
    )
    file.on_debtor(requested)
    return file.decision({"limit": limit})


def grant_limit(file: File, command: GrantLimit) -> Decision:
    """The limit before it ends; what is owed already may breach it at once.

    Raises RequestIsNotWaiting, AmountNotPositive, DayUnknown, DayHasPassed, DayTooFar.
    """
    waiting, before = _waiting(file, command.limit), file.debtor.limit
    amount = waiting.amount if command.amount is None else _positive(command.amount)
    expires_on = file.coming(command.expires_on)
    if before is not None:
        end_limit(file, before, "replaced", command.granted_by)
    granted = LimitGranted(
        **file.about,
        limit=command.limit,
        amount=amount,
        expires_on=expires_on,
        granted_by=command.granted_by,
        granted_on=file.day(),
    )
    file.on_debtor(granted)
    review(file)
    return file.decision({"amount": str(amount), "expires_on": expires_on.isoformat()})


def refuse_limit(file: File, command: RefuseLimit) -> Decision:
    """Raises RequestIsNotWaiting, DayUnknown."""
    waiting = _waiting(file, command.limit)
    refused = LimitRefused(
        **file.about,
        limit=waiting.limit,
        refused_by=command.refused_by,
        refused_on=file.day(),
        personal=command.personal,
    )
    file.on_debtor(refused)
    return file.decision()


def end_held_limit(file: File, command: EndLimit) -> Decision:
    """Raises LimitIsNotHeld, DayUnknown."""
    end_limit(file, _held(file, command.limit), "person", command.ended_by)
    review(file)
    return file.decision()


def _waiting(file: File, limit: str) -> Request:
    waiting = file.debtor.request
    if waiting is None or waiting.limit != limit:
        raise RequestIsNotWaiting(debtor=file.debtor_id, limit=limit)
    return waiting


def _held(file: File, limit: str) -> Limit:
    held = file.debtor.limit
    if held is None or held.limit != limit:
        raise LimitIsNotHeld(debtor=file.debtor_id, limit=limit)
    return held


def _positive(amount: Money) -> Money:
    if not amount.is_positive:
        raise AmountNotPositive(amount=amount)
    return amount
