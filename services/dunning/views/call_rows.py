"""What the view keeps of calls: the worklist, and what came of each."""

from collections.abc import Iterator

from libs.events.contracts.dunning import CallDropped, CallLogged, CallMissed, CallScheduled
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept, money, text_of


def call_rows(seen: SeenEvent) -> Iterator[Kept]:
    event = seen.event
    if not isinstance(event, CallScheduled | CallLogged | CallMissed | CallDropped):
        return
    match event:
        case CallScheduled():
            row: Row = event.model_dump(mode="json", exclude={"call", "asked"})
            row |= money(event.asked, "asked") | {"state": "scheduled"}
        case CallLogged():
            row = event.model_dump(include={"outcome", "logged_by", "logged_on"})
            row |= {"state": "logged", "text": text_of(event.personal)}
        case CallMissed():
            row = {"state": "missed"}
        case CallDropped():
            row = {"state": "dropped", "drop_gate": event.gate}
    yield kept(seen, "calls", {"call": event.call}, row | {"changed_at": seen.recorded_at})
