"""The reasons of a score as sentences that a person reads."""

from collections.abc import Callable, Mapping
from typing import Final

from libs.events.contracts.risk import ReasonCode, ScoreReason

_Told = Callable[[int, int | None], str]


def sentence_of(reason: ScoreReason) -> str:
    """
    >>> sentence_of(ScoreReason(code="paid_late", figure=3, of=12))
    '3 of its last 12 paid items came more than 30 days late; the latest count most.'
    """
    return _WORDS[reason.code](reason.figure, reason.of)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _no_history(percent: int, _: int | None) -> str:
    known = "Nothing is known of its payments yet"
    return f"{known}: it is taken to be like any new debtor ({percent} %)."


def _paid_in_time(count: int, of: int | None) -> str:
    return f"{count} of its last {of} paid items came by their due date."


def _paid_late(count: int, of: int | None) -> str:
    return (
        f"{count} of its last {of} paid items came more than 30 days late; the latest count most."
    )


def _paid_ever_later(days: int, before: int | None) -> str:
    return f"It pays ever later: its last three items {days} days late on average, {before} before."


def _days_late(days: int, _: int | None) -> str:
    return f"It is expected to pay {_counted(days, 'day', 'days')} late."


def _long_overdue(count: int, _: int | None) -> str:
    return f"{_counted(count, 'open item is', 'open items are')} more than 30 days overdue."


def _overdue_share(percent: int, _: int | None) -> str:
    return f"{percent} % or more of what it owes is overdue."


def _promises_broken(count: int, _: int | None) -> str:
    return f"{_counted(count, 'promise was', 'promises were')} broken within a year."


def _payments_returned(count: int, _: int | None) -> str:
    return f"{_counted(count, 'payment was', 'payments were')} returned within a year."


def _disputes_open(count: int, _: int | None) -> str:
    return f"{_counted(count, 'dispute', 'disputes')} within a year that nobody found valid."


_WORDS: Final[Mapping[ReasonCode, _Told]] = {
    "no_history": _no_history,
    "paid_in_time": _paid_in_time,
    "paid_late": _paid_late,
    "paid_ever_later": _paid_ever_later,
    "days_late": _days_late,
    "long_overdue": _long_overdue,
    "overdue_share": _overdue_share,
    "promises_broken": _promises_broken,
    "payments_returned": _payments_returned,
    "disputes_open": _disputes_open,
}
