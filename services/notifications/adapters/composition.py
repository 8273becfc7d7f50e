"""What is known of a demand becomes composed content in the object store, or a reason why not."""

import asyncio
from typing import Final

from libs.chassis.objects import ObjectErased, Objects
from libs.events.contracts.model import Command
from libs.events.contracts.notifications import DemandNoted, MessagePersonal
from libs.events.effects.effect import Effect
from services.notifications.adapters.composing.composed import Composed, to_bytes
from services.notifications.adapters.composing.composer import compose
from services.notifications.adapters.composing.templates import TemplateMistake
from services.notifications.adapters.gathering import (
    Known,
    Sender,
    attachments,
    envelope_of,
    letter_of,
)
from services.notifications.adapters.mime import AddressInvalid, checked_address
from services.notifications.domain.commands import ComposeMessage, FailComposing, LineSource

ERASED: Final = "whom it goes to was erased"


class Composition:
    """Composes for one sender."""

    def __init__(self, objects: Objects, sender: Sender) -> None:
        self._objects, self._sender = objects, sender

    async def command(self, facts: Known, effect: Effect) -> Command:
        """What is asked of the decider: that it was composed, or why it cannot be."""
        message = effect.what
        try:
            return await self._composed(facts, effect)
        except TemplateMistake as mistake:
            return FailComposing(message=message, reason="template_error", detail=str(mistake))
        except AddressInvalid as mistake:
            return FailComposing(message=message, reason="address_invalid", detail=str(mistake))
        except ObjectErased:
            return _missing(facts.noted, ERASED)

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
            copies=tuple(one.address for one in envelope.copies),
        ),
    )
