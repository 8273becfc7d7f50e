"""What leaves by e-mail: composed, made into the exact bytes, handed to the next server."""

import asyncio
from datetime import UTC, datetime
from typing import Final

import structlog

from libs.chassis.objects import ObjectErased, Objects
from libs.events.contracts.model import Command
from libs.events.contracts.notifications import DemandNoted, MessagePersonal
from libs.events.effects.effect import Content, Effect, Failed, Result, Start
from services.notifications.adapters.composing.composed import Composed, from_bytes, to_bytes
from services.notifications.adapters.composing.composer import compose
from services.notifications.adapters.composing.templates import TemplateMistake
from services.notifications.adapters.gathering import (
    Known,
    Sender,
    attachments,
    envelope_of,
    known,
    letter_of,
)
from services.notifications.adapters.mime import AddressInvalid, checked_address, message_bytes
from services.notifications.adapters.smtp.sending import Mail, Sending
from services.notifications.domain.commands import ComposeMessage, FailComposing, LineSource
from services.notifications.views.reading import Messages, Parties

log = structlog.get_logger(__name__)

ERASED: Final = "whom it goes to was erased"


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
        self._sending, self._sender = sending, sender

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while not everything is known."""
        noted = await self._messages.noted(effect.tenant, effect.what)
        if noted is None:
            return None
        items = [one.item for one in noted.items]
        parties = await self._parties.seen(effect.tenant, noted.creditor, noted.debtor, items)
        facts = known(noted, parties)
        if facts is None:
            return None
        try:
            return await self._composed(facts, effect)
        except TemplateMistake as mistake:
            return FailComposing(message=effect.what, reason="template_error", detail=str(mistake))
        except AddressInvalid as mistake:
            return FailComposing(message=effect.what, reason="address_invalid", detail=str(mistake))
        except ObjectErased:
            return _missing(noted, ERASED)

    async def _composed(self, facts: Known, effect: Effect) -> Command:
        """Raises TemplateMistake, AddressInvalid, ObjectErased."""
        if facts.debtor.personal is None:
            return _missing(facts.noted, ERASED)
        if not facts.contact.email:
            return _missing(facts.noted, "no contact of the debtor has an e-mail address")
        checked_address(facts.contact.email)
        files = await attachments(facts, self._objects, effect.tenant)
        letter = letter_of(facts, files)
        envelope = envelope_of(facts, self._sender, effect.tenant)
        composed, version = await asyncio.to_thread(compose, letter, envelope)
        content = await self._objects.put(effect.tenant, effect.subject, to_bytes(composed))
        return _command(facts, composed, version, content)

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
        return Content(name, Mail(envelope.sender_address, to, raw))

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


def _missing(noted: DemandNoted, why: str) -> FailComposing:
    return FailComposing(message=noted.message, reason="address_missing", detail=why)


def _command(facts: Known, composed: Composed, version: str, content: str) -> ComposeMessage:
    noted, envelope = facts.noted, composed.envelope
    lines = tuple(facts.line_of(item) for item in noted.items)
    sources = tuple(
        LineSource(item=item, reference=one.reference, original=one.original)
        for item, one in facts.documents.items()
    )
    personal = facts.debtor.personal
    return ComposeMessage(
        message=noted.message,
        debtor=noted.debtor,
        template_version=version,
        language=facts.language,
        creditor_name=facts.creditor.name,
        creditor_country=facts.creditor.country,
        pay_to_iban=facts.iban,
        sources=sources,
        reference=lines[0].reference if len(lines) == 1 else "",
        content=content,
        message_id=envelope.message_id,
        personal=MessagePersonal(
            to_address=envelope.to_address,
            to_name=envelope.to_name,
            debtor_name=personal.name if personal else "",
        ),
    )
