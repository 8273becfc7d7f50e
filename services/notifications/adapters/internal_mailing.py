"""What leaves by e-mail to the creditor's own people: composed once nothing more joins it."""

import asyncio
from datetime import UTC, datetime, timedelta

from libs.chassis.objects import ObjectErased, Objects
from libs.events.contracts.model import Command
from libs.events.contracts.notifications_people import InternalPersonal
from libs.events.effects.effect import Effect
from services.notifications.adapters.composing.choosing import language_for
from services.notifications.adapters.composing.composed import Envelope, to_bytes
from services.notifications.adapters.composing.notice import (
    FOLDER,
    Notice,
    NoticeLine,
    compose_notice,
)
from services.notifications.adapters.composing.templates import TemplateMistake, languages_of
from services.notifications.adapters.composition import ERASED
from services.notifications.adapters.gathering import Sender
from services.notifications.adapters.handing import Handing
from services.notifications.adapters.mime import AddressInvalid, checked_address
from services.notifications.adapters.smtp.sending import Sending
from services.notifications.domain.commands import FailComposing
from services.notifications.domain.people_commands import ComposeInternal
from services.notifications.views.reading import Parties
from services.notifications.views.reading_people import InternalSeen, People, PersonSeen

SENDER_NAME = "Relance"


class InternalMailing(Handing):
    """The work of the kind `internal`."""

    def __init__(
        self,
        people: People,
        parties: Parties,
        objects: Objects,
        sending: Sending,
        sender: Sender,
        gather_s: float,
    ) -> None:
        """`gather_s`: how long a mail about assignments waits for further ones."""
        super().__init__(objects, sending)
        self._people, self._parties, self._sender = people, parties, sender
        self._gathers = timedelta(seconds=gather_s)

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while it waits, or not all is known."""
        mail = await self._people.mail(effect.tenant, effect.what)
        if mail is None or datetime.now(UTC) < mail.noted_at + self._gathers:
            return None
        person = await self._people.one(effect.tenant, mail.person)
        if person is None:
            return None
        try:
            return await self._composed(effect, mail, person)
        except TemplateMistake as mistake:
            return _failed(mail, "template_error", str(mistake))
        except AddressInvalid as mistake:
            return _failed(mail, "address_invalid", str(mistake))
        except ObjectErased:
            return _failed(mail, "address_missing", ERASED)

    async def _composed(
        self, effect: Effect, mail: InternalSeen, person: PersonSeen
    ) -> Command | None:
        """Raises TemplateMistake, AddressInvalid, ObjectErased."""
        personal = person.personal
        if personal is None:
            return _failed(mail, "address_missing", ERASED)
        checked_address(personal.email)
        names = await self._parties.names(effect.tenant, mail.debtors)
        if names.keys() != set(mail.debtors):
            return None
        lines = tuple(NoticeLine(name) for name in sorted(names.values()) if name)
        language = language_for(person.language, "", "", languages_of("assignment", FOLDER))
        notice = Notice("assignment", language, personal.name, lines, len(names))
        envelope = self._envelope(effect, personal.name, personal.email.strip())
        composed, version = await asyncio.to_thread(compose_notice, notice, envelope)
        content = await self._objects.put(effect.tenant, effect.subject, to_bytes(composed))
        return ComposeInternal(
            message=mail.message,
            person=mail.person,
            template_version=version,
            language=language,
            debtors=mail.debtors,
            content=content,
            message_id=envelope.message_id,
            personal=InternalPersonal(to_address=envelope.to_address, to_name=envelope.to_name),
        )

    def _envelope(self, effect: Effect, name: str, address: str) -> Envelope:
        return Envelope(
            message_id=self._sender.message_id(effect.tenant, "", effect.what),
            sender_name=SENDER_NAME,
            sender_address=self._sender.address,
            reply_to="",
            to_name=name,
            to_address=address,
        )


def _failed(mail: InternalSeen, reason: str, detail: str) -> FailComposing:
    return FailComposing.model_validate(
        {"message": mail.message, "reason": reason, "detail": detail}
    )
