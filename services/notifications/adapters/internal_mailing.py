"""What leaves by e-mail to the creditor's own people: composed once nothing more joins it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from libs.chassis.objects import ObjectErased, Objects
from libs.events.contracts.model import Command
from libs.events.contracts.notifications_people import InternalPersonal
from libs.events.effects.effect import Effect
from services.notifications.adapters.composing.composed import Envelope, to_bytes
from services.notifications.adapters.composing.notice import Notice, compose_notice
from services.notifications.adapters.composing.templates import TemplateMistake
from services.notifications.adapters.composition import ERASED
from services.notifications.adapters.gathering import Sender
from services.notifications.adapters.handing import Handing
from services.notifications.adapters.mime import AddressInvalid, checked_address
from services.notifications.adapters.noticing import Noticing, told_of
from services.notifications.adapters.smtp.sending import Sending
from services.notifications.domain.commands import FailComposing
from services.notifications.domain.dispatching import MessageRules
from services.notifications.domain.people_commands import ComposeInternal, SkipInternal
from services.notifications.views.reading_people import InternalSeen, People, PersonSeen

SENDER_NAME: Final = "Relance"
_RULES: Final = MessageRules()


@dataclass(frozen=True, slots=True)
class Desk:
    """What composing reads, and how long it waits for more to say."""

    people: People
    noticing: Noticing
    gather_s: float


class InternalMailing(Handing):
    """The work of the kind `internal`."""

    def __init__(
        self,
        desk: Desk,
        objects: Objects,
        sending: Sending,
        sender: Sender,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(objects, sending)
        self._desk, self._sender, self._now = desk, sender, now

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while it waits, or not all is known.

        A digest is composed in the hours in which it may leave: it tells of what waits then.
        """
        now = self._now()
        if not _RULES.may_begin(effect, now):
            return None
        mail = await self._desk.people.mail(effect.tenant, effect.what)
        if mail is None or now < mail.noted_at + timedelta(seconds=self._desk.gather_s):
            return None
        person = await self._desk.people.one(effect.tenant, mail.person)
        try:
            return await self._composed(effect, mail, person) if person else None
        except TemplateMistake as mistake:
            return FailComposing(message=mail.message, reason="template_error", detail=str(mistake))
        except AddressInvalid as mistake:
            return FailComposing(
                message=mail.message, reason="address_invalid", detail=str(mistake)
            )
        except ObjectErased:
            return _erased(mail)

    async def _composed(
        self, effect: Effect, mail: InternalSeen, person: PersonSeen
    ) -> Command | None:
        """Raises TemplateMistake, AddressInvalid, ObjectErased."""
        told = told_of(effect.tenant, person, mail.kind)
        if told is None or person.personal is None:
            return _erased(mail)
        checked_address(person.personal.email)
        notice = await self._desk.noticing.notice(told, mail)
        if notice is None:
            return None
        if not notice.count:
            return SkipInternal(message=mail.message)
        envelope = self._envelope(effect, told.name, person.personal.email)
        composed, version = await asyncio.to_thread(compose_notice, notice, envelope)
        content = await self._objects.put(effect.tenant, effect.subject, to_bytes(composed))
        return _command(mail, notice, envelope, version, content)

    def _envelope(self, effect: Effect, name: str, address: str) -> Envelope:
        return Envelope(
            message_id=self._sender.message_id(effect.tenant, "", effect.what),
            sender_name=SENDER_NAME,
            sender_address=self._sender.address,
            reply_to="",
            to_name=name,
            to_address=address.strip(),
        )


def _command(
    mail: InternalSeen, notice: Notice, envelope: Envelope, version: str, content: str
) -> ComposeInternal:
    return ComposeInternal(
        message=mail.message,
        person=mail.person,
        template_version=version,
        language=notice.language,
        debtors=mail.debtors,
        counts=notice.counts,
        content=content,
        message_id=envelope.message_id,
        personal=InternalPersonal(to_address=envelope.to_address, to_name=envelope.to_name),
    )


def _erased(mail: InternalSeen) -> FailComposing:
    return FailComposing(message=mail.message, reason="address_missing", detail=ERASED)
