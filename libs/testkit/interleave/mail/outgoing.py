"""What a process of notifications does in the world outside: compose, keep the bytes, hand over."""

import hashlib

from libs.events.contracts.ingestion import DebtorRegistered
from libs.events.contracts.model import Command
from libs.events.contracts.notifications import MessagePersonal
from libs.events.effects.effect import Content, Effect, Result, Start
from libs.testkit.interleave.mail.server import MailServer
from libs.testkit.world.premises import Commit, Premises
from libs.testkit.world.turns import MOVED
from services.notifications.domain.commands import ComposeMessage, FailComposing

_UNKNOWN: float = 0.15
"""How often the view has not come so far yet."""


class Addresses:
    """What a view over ingestion's topic knows: whom to write to."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        """Debtor to its address; empty: it has none."""

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, DebtorRegistered):
                contacts = getattr(new.event.personal, "contacts", ())
                self.known[new.event.debtor] = contacts[0].email if contacts else ""


class Outgoing:
    """Mails of a platform in memory: real commands, a real conversation, no rendering."""

    def __init__(self, premises: Premises, server: MailServer, addresses: Addresses) -> None:
        self._premises, self._server, self._addresses = premises, server, addresses

    async def prepare(self, effect: Effect) -> Command | None:
        await MOVED
        debtor = effect.subject.removeprefix("debtor/")
        address = self._addresses.known.get(debtor)
        if address is None or (not self._premises.calm and self._premises.happens(_UNKNOWN)):
            return None
        if not address:
            return FailComposing(message=effect.what, reason="address_missing")
        return ComposeMessage(
            message=effect.what,
            debtor=debtor,
            template_version="1",
            language="fr",
            creditor_name="Relance Test",
            creditor_country="BE",
            pay_to_iban="",
            content=_hash_of("composed", effect.what),
            message_id=f"<{effect.what}@relance.test>",
            personal=MessagePersonal(to_address=address),
        )

    async def content(self, effect: Effect) -> Content:
        await MOVED
        return Content(_hash_of("exact", effect.what), effect.what)

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        return await self._server.hand_over(effect.what, start)


def _hash_of(kind: str, what: str) -> str:
    return hashlib.blake2b(f"{kind}/{what}".encode(), digest_size=13).hexdigest()
