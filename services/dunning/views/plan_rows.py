"""What the view keeps of plans: their instalments, and how far they were kept."""

from collections.abc import Iterator

from libs.events.contracts.dunning import (
    InstalmentKept,
    PlanAgreed,
    PlanBroken,
    PlanEnded,
    PlanKept,
    PlanMended,
    PlanProposed,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept, money


def plan_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case PlanProposed() as event:
            row: Row = event.model_dump(mode="json", exclude={"plan", "total"})
            row |= money(event.total, "total") | {"state": "proposed", "kept_count": 0}
        case PlanAgreed() as event:
            row = {"state": "agreed", "agreed_on": event.agreed_on, "noted_by": event.noted_by}
        case InstalmentKept() as event:
            row = {"kept_count": event.number, "paid": event.paid.amount}
        case PlanMended() as event:
            row = {"state": "agreed"}
        case PlanKept() as event:
            row = {"state": "kept", "paid": event.paid.amount, "missing": 0}
        case PlanBroken() as event:
            row = {"state": "broken", "kept_count": event.number - 1, "paid": event.paid.amount}
            row |= {"missing": event.missing.amount, "judged_on": event.judged_on}
        case PlanEnded() as event:
            row = {"state": "ended", "end_reason": event.reason, "ended_by": event.ended_by}
        case _:
            return
    yield kept(seen, "plans", {"plan": event.plan}, row | {"changed_at": seen.recorded_at})
