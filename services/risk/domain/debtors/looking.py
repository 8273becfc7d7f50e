"""When a debtor is looked at again though nothing is heard: it grows older by itself."""

from collections.abc import Iterable, Iterator
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
        yield from _of_items(days, today)
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


def _of_items(dues: Iterable[str], today: date) -> Iterator[date]:
    """The first falls overdue, the first is long overdue, and from then on each ages by weeks."""
    begins, late = today.isoformat(), (today - timedelta(days=LATE_DAYS)).isoformat()
    days = list(dues)
    if coming := min((due for due in days if due >= begins), default=""):
        yield date.fromisoformat(coming) + timedelta(days=1)
    if overdue := min((due for due in days if late <= due < begins), default=""):
        yield date.fromisoformat(overdue) + timedelta(days=LATE_DAYS + 1)
    for due in days:
        if due < late:
            due_on = date.fromisoformat(due)
            weeks = (today - due_on).days // WEEK_DAYS + 1
            yield due_on + timedelta(days=weeks * WEEK_DAYS)
