"""What the view keeps as a debtor's timeline: every event at its key, with the ids it is about."""

import re
from collections.abc import Iterator
from typing import Any, Final

from libs.events.contracts.model import Erased
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept

SERVICES: Final = frozenset({"dunning", "notifications"})

UNTOLD: Final = frozenset({"case_noted", "check_scheduled", "item_handed_on", "item_money_noted"})
"""What only dunning itself needs; it would fill the timeline with every day."""

_ID: Final = re.compile(r"[0-9a-z]{26}")
_UNSAID: Final = frozenset({"creditor", "debtor", "case", "personal", "content", "send_window"})
_TEXT: Final = "personal"


def timeline_rows(seen: SeenEvent) -> Iterator[Kept]:
    """What is about no debtor (a policy, a day, a feed) is on nobody's timeline."""
    debtor = getattr(seen.event, "debtor", None)
    what = seen.event.TYPE.split(".")[2]
    if seen.service not in SERVICES or not debtor or what in UNTOLD:
        return
    details = seen.event.model_dump(mode="json", exclude=set(_UNSAID))
    text = getattr(getattr(seen.event, _TEXT, Erased()), "text", None)
    if text:
        details["text"] = text
    place: Row = {"service": seen.service, "partition": seen.partition}
    row: Row = {
        "debtor": debtor,
        "event": seen.id,
        "at": seen.recorded_at,
        "what": what,
        "refs": sorted(set(_ids(details))),
        "details": details,
    }
    yield kept(seen, "timeline", place | {"event_offset": seen.offset}, row)


def _ids(value: Any) -> Iterator[str]:
    """The ids that an event names, at any depth."""
    match value:
        case str() if _ID.fullmatch(value):
            yield value
        case dict():
            for one in value.values():
                yield from _ids(one)
        case list():
            for one in value:
                yield from _ids(one)
