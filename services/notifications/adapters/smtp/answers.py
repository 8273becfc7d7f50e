"""What a server's answer means, and when the next attempt may begin."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from libs.events.effects.effect import Failed, FailedForNow, Result, Sent

BACK_OFF_MINUTES: Final = (1, 5, 15, 60)
"""After the first attempt, the second, …; after the last of them always that long."""
REPLY_LENGTH_MAX: Final = 200

_ADDRESS: Final = re.compile(r"<?[^\s<>@]+@[^\s<>@,;:]+>?")
_BREAKS: Final = re.compile(r"[\x00-\x20\x7f]+")


def reply_text(code: int, told: str) -> str:
    """The answer on one line; an address in it says who a person is, and is left out."""
    text = _BREAKS.sub(" ", f"{code} {told}").strip()
    return _ADDRESS.sub("<address>", text)[:REPLY_LENGTH_MAX]


def meaning(code: int, told: str, attempt: int, now: datetime) -> Result:
    """Of an answer to any command: taken, refused for now, or refused for good."""
    reply = reply_text(code, told)
    if 200 <= code < 300:
        return Sent(reply, as_text(now))
    if 500 <= code < 600:
        return Failed("refused", reply)
    return FailedForNow("refused_for_now", not_before(attempt, now), reply)


def not_reached(attempt: int, now: datetime, why: str) -> FailedForNow:
    """No server took the message's data: surely not sent."""
    return FailedForNow("not_reached", not_before(attempt, now), reply_text_of(why))


def reply_text_of(why: str) -> str:
    return _ADDRESS.sub("<address>", _BREAKS.sub(" ", why).strip())[:REPLY_LENGTH_MAX]


def not_before(attempt: int, now: datetime) -> str:
    step = min(attempt, len(BACK_OFF_MINUTES)) - 1
    return as_text(now + timedelta(minutes=BACK_OFF_MINUTES[step]))


def as_text(at: datetime) -> str:
    """UTC, RFC 3339."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
