"""What the dispatcher may do with an offer and with an entry for a webhook."""

from datetime import datetime
from typing import Any

from libs.events.contracts.model import Command
from libs.events.effects.effect import Effect, HoldCause, Result, Sent, Start
from libs.events.effects.effect import Failed as ForGood
from libs.events.effects.effect import FailedForNow as ForNow
from services.handoff.domain.agency_commands import ReportPost, StartPost
from services.handoff.domain.commands import HoldOffer, ReportOffer, StartOffer
from services.handoff.domain.feed import again_at


def _may_begin(effect: Effect, now: datetime) -> bool:
    return not effect.not_before or now >= datetime.fromisoformat(effect.not_before)


class OfferRules:
    """An offer takes the barrier; it has left when its start is recorded."""

    def may_begin(self, effect: Effect, now: datetime) -> bool:
        return _may_begin(effect, now)

    def start(self, effect: Effect, start: Start) -> Command:
        return StartOffer(
            placement=effect.what, token=start.token, began_at=start.began_at, cut=start.cut
        )

    def report(self, effect: Effect, start: Start, result: Result) -> Command:
        return ReportOffer(placement=effect.what)

    def hold(self, effect: Effect, cause: HoldCause, service: str) -> Command:
        return HoldOffer(placement=effect.what, cause=cause, service=service)

    def judge(self, effect: Effect) -> Command:
        return ReportOffer(placement=effect.what)


class WebhookRules:
    """A webhook repeats what the feed says: it needs no barrier, and may come twice."""

    def may_begin(self, effect: Effect, now: datetime) -> bool:
        return _may_begin(effect, now)

    def start(self, effect: Effect, start: Start) -> Command:
        agency, number = entry_of(effect.what)
        return StartPost(agency=agency, number=number, attempt=start.attempt, token=start.token)

    def report(self, effect: Effect, start: Start, result: Result) -> Command:
        """`reply` of a result is the status, as text."""
        match result:
            case Sent():
                return _report(effect, start.attempt, taken=True, status=int(result.reply))
            case ForGood():
                status, reason = int(result.reply or "0"), result.reason
                return _report(effect, start.attempt, status=status, reason=reason, for_good=True)
            case ForNow():
                status, reason = int(result.reply or "0"), result.reason
                at = again_at(start.attempt, start.began_at)
                return _report(effect, start.attempt, status=status, reason=reason, not_before=at)
            case _:
                # It may have come, or was never begun: the next try says the same again.
                at = again_at(start.attempt, start.began_at)
                reason = type(result).__name__.lower()
                return _report(effect, start.attempt, reason=reason, not_before=at)

    def hold(self, effect: Effect, cause: HoldCause, service: str) -> Command:
        raise AssertionError("a webhook has no barrier that could be missed")

    def judge(self, effect: Effect) -> Command:
        return _report(effect, effect.attempt, reason="process_gone")


def entry_of(what: str) -> tuple[str, int]:
    """Agency and number of an entry; `what_of` is its other way."""
    agency, _, number = what.rpartition(".")
    return agency, int(number)


def what_of(agency: str, number: int) -> str:
    return f"{agency}.{number}"


def _report(effect: Effect, attempt: int, *, taken: bool = False, **said: Any) -> ReportPost:
    agency, number = entry_of(effect.what)
    return ReportPost(
        agency=agency, number=number, attempt=attempt, taken=taken, **{"status": 0, **said}
    )
