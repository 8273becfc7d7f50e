"""When a debtor is looked at again though nothing is heard: it grows older by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.risk.domain.debtors.state import DebtorState
from services.risk.domain.score.inputs import (
    LATE_DAYS,
    MONTH_DAYS,
    MONTHS_MAX,
    WEEK_DAYS,
    YEAR_DAYS,
    months_since,
)


def looks(state: DebtorState, today: date) -> Iterator[date]:
    """Days to come on which something may be another though nothing is heard."""
    for days in state.owed.values():
        for due in days:
            yield from _of_item(date.fromisoformat(due), today)
    for one in state.settled:
        months = months_since(one.settled_on, today) + 1
        if months <= MONTHS_MAX:
            yield one.settled_on + timedelta(days=months * MONTH_DAYS)
    for counted in (*state.broken.values(), *state.returned.values(), *state.disputes.values()):
        if counted is not None and (today - counted).days <= YEAR_DAYS:
            yield counted + timedelta(days=YEAR_DAYS + 1)
    if state.override is not None:
        yield state.override.until_on + timedelta(days=1)
    if state.limit is not None:
        yield state.limit.expires_on + timedelta(days=1)


def _of_item(due_on: date, today: date) -> Iterator[date]:
    """It falls overdue, it is long overdue, and from then on it is older by whole weeks."""
    overdue_days = (today - due_on).days
    if overdue_days <= 0:
        yield due_on + timedelta(days=1)
    elif overdue_days <= LATE_DAYS:
        yield due_on + timedelta(days=LATE_DAYS + 1)
    else:
        yield due_on + timedelta(days=(overdue_days // WEEK_DAYS + 1) * WEEK_DAYS)
