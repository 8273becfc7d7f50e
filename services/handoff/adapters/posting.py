"""The work of the kind `webhook`: an entry is signed and posted, as Standard Webhooks has it."""

from datetime import UTC, datetime
from typing import Any, Final

import httpx
import orjson
import structlog

from libs.events.contracts.model import Command
from libs.events.effects.effect import Content, Effect, Failed, FailedForNow, Result, Sent, Start
from libs.kernel.ids import IdSecret
from services.handoff.adapters.signing import signature
from services.handoff.domain.dispatching import entry_of
from services.handoff.domain.secrets import secret_of
from services.handoff.views.reading import Placements, Shown, awaited

log = structlog.get_logger(__name__)

GONE: Final = 410
"""The agency's server wants no more of this: Standard Webhooks ends the tries then."""


class Posting:
    """Posts what the feed says; the body has ids, days and amounts alone."""

    def __init__(self, placements: Placements, ids: IdSecret, timeout_s: float) -> None:
        self._placements, self._ids, self._timeout_s = placements, ids, timeout_s

    async def prepare(self, effect: Effect) -> Command | None:
        return None

    async def content(self, effect: Effect) -> Content:
        """Agency and entry, as soon as the view knows them. Raises LookupError when it lags."""
        agency, number = entry_of(effect.what)
        found = await awaited(lambda: self._placements.posted(effect.tenant, agency, number))
        if found is None:
            raise LookupError(effect.what)
        return Content("", found)

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        agency, entry = start.content.parcel
        body = orjson.dumps(body_of(entry))
        headers = self._headers(effect, agency, body)
        result = await self._post(agency["webhook_url"], body, headers, limit_s)
        log.info("webhook_posted", what=effect.what, result=type(result).__name__)
        return result

    async def _post(self, url: str, body: bytes, headers: dict[str, str], limit_s: float) -> Result:
        """Redirects are not followed: a signed body goes where the contract says. What a server
        answers beside its status is not read: it may be without end."""
        timeout_s = min(limit_s, self._timeout_s)
        try:
            async with (
                httpx.AsyncClient(timeout=timeout_s, trust_env=False) as http,
                http.stream("POST", url, content=body, headers=headers) as answer,
            ):
                pass
        except (httpx.HTTPError, httpx.InvalidURL) as away:
            return FailedForNow(type(away).__name__, "")
        status = str(answer.status_code)
        if answer.is_success:
            return Sent(status, datetime.now(UTC).isoformat())
        if answer.status_code == GONE:
            return Failed("gone", status)
        return FailedForNow(f"answered {status}", "", status)

    def _headers(self, effect: Effect, agency: Shown, body: bytes) -> dict[str, str]:
        name, at = effect.what, datetime.now(UTC)
        secrets = [
            secret_of(self._ids, effect.tenant, agency["agency"], number)
            for number in signing_numbers(agency, at)
        ]
        signed = [signature(secret, name, int(at.timestamp()), body) for secret in secrets]
        return {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signed),
        }


def signing_numbers(agency: Shown, at: datetime) -> tuple[int, ...]:
    """The secret that signs, and the one before for as long as was said."""
    number, until = agency.get("secret_number", 1), agency.get("before_until", "")
    if until and at < datetime.fromisoformat(until):
        return (number, number - 1)
    return (number,)


def body_of(entry: Shown) -> dict[str, Any]:
    """`type`, `timestamp` and `data`, the form that Standard Webhooks suggests."""
    rest = {name: value for name, value in entry.items() if name not in ("kind", "at")}
    return {"type": entry["kind"], "timestamp": entry["at"], "data": rest}
