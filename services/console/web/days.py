"""Which day it is for a tenant: the calendar's, which may be played, else the clock's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services.console.web.ports import Said
from services.console.web.visiting import Visit


async def today_of(visit: Visit) -> date:
    """The latest day that has begun anywhere for the tenant."""
    try:
        told = await visit.services.get("calendar", "/v1/days")
    except Said:
        told = {"zones": []}
    days = [one["day_on"] for one in told["zones"] if one["day_on"]]
    if told.get("day_on"):
        days.append(told["day_on"])
    if days:
        return date.fromisoformat(max(days))
    return datetime.now(UTC).astimezone(ZoneInfo(visit.words.zone)).date()
