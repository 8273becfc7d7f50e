"""What was composed is made into the exact bytes, and handed to the next server."""

import asyncio
from datetime import UTC, datetime

import structlog

from libs.chassis.objects import ObjectErased, Objects
from libs.events.effects.effect import Content, Effect, Failed, Result, Start
from services.notifications.adapters.composing.composed import from_bytes
from services.notifications.adapters.composition import ERASED
from services.notifications.adapters.mime import checked_address, message_bytes
from services.notifications.adapters.smtp.sending import Mail, Sending

log = structlog.get_logger(__name__)


class Handing:
    """The work of every mail, whoever it is for, once it is composed."""

    def __init__(self, objects: Objects, sending: Sending) -> None:
        self._objects, self._sending = objects, sending

    async def content(self, effect: Effect) -> Content:
        """The exact bytes of this attempt. Of what was erased there are none, and it fails."""
        try:
            composed = from_bytes(await self._objects.get(effect.tenant, effect.content))
            raw = await asyncio.to_thread(message_bytes, composed, datetime.now(UTC))
            name = await self._objects.put(effect.tenant, effect.subject, raw)
        except ObjectErased:
            return Content(effect.content)
        envelope = composed.envelope
        to = checked_address(envelope.to_address)
        copies = tuple(checked_address(one.address) for one in envelope.copies)
        return Content(name, Mail(envelope.sender_address, to, raw, copies))

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        mail = start.content.parcel
        if not isinstance(mail, Mail):
            return Failed("address_missing", ERASED)
        result = await self._sending.send(mail, start.attempt, limit_s)
        log.info(
            "attempt_ended",
            message=effect.what,
            attempt=start.attempt,
            result=type(result).__name__,
        )
        return result
