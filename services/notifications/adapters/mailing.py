"""What leaves by e-mail: composed, made into the exact bytes, handed to the next server."""

import asyncio
from datetime import UTC, datetime

import structlog

from libs.chassis.objects import ObjectErased, Objects
from libs.events.contracts.model import Command
from libs.events.effects.effect import Content, Effect, Failed, Result, Start
from services.notifications.adapters.composing.composed import from_bytes
from services.notifications.adapters.composition import ERASED, Composition
from services.notifications.adapters.gathering import Sender, known
from services.notifications.adapters.mime import checked_address, message_bytes
from services.notifications.adapters.smtp.sending import Mail, Sending
from services.notifications.views.reading import Messages, Parties

log = structlog.get_logger(__name__)


class Mailing:
    """The work of the kind `email`."""

    def __init__(
        self,
        messages: Messages,
        parties: Parties,
        objects: Objects,
        sending: Sending,
        sender: Sender,
    ) -> None:
        self._messages, self._parties, self._objects = messages, parties, objects
        self._sending, self._composition = sending, Composition(objects, sender)

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while not everything is known."""
        noted = await self._messages.noted(effect.tenant, effect.what)
        if noted is None:
            return None
        items = [one.item for one in noted.items]
        parties = await self._parties.seen(effect.tenant, noted.creditor, noted.debtor, items)
        facts = known(noted, parties)
        return await self._composition.command(facts, effect) if facts else None

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
