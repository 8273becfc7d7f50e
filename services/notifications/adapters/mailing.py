"""What leaves by e-mail to debtors: composed from what was demanded and what is known of them."""

from libs.chassis.objects import Objects
from libs.events.contracts.model import Command
from libs.events.effects.effect import Effect
from services.notifications.adapters.composition import Composition
from services.notifications.adapters.gathering import Sender, known
from services.notifications.adapters.handing import Handing
from services.notifications.adapters.smtp.sending import Sending
from services.notifications.views.reading import Messages, Parties


class Mailing(Handing):
    """The work of the kind `email`."""

    def __init__(
        self,
        messages: Messages,
        parties: Parties,
        objects: Objects,
        sending: Sending,
        sender: Sender,
    ) -> None:
        super().__init__(objects, sending)
        self._messages, self._parties = messages, parties
        self._composition = Composition(objects, sender)

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while not everything is known."""
        noted = await self._messages.noted(effect.tenant, effect.what)
        if noted is None:
            return None
        items = [one.item for one in noted.items]
        parties = await self._parties.seen(effect.tenant, noted.creditor, noted.debtor, items)
        facts = known(noted, parties)
        return await self._composition.command(facts, effect) if facts else None
