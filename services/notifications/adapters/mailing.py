"""What leaves by e-mail to debtors: composed from what was demanded and what is known of them."""

from libs.chassis.objects import Objects
from libs.events.contracts.model import Command
from libs.events.contracts.notifications import DemandNoted
from libs.events.contracts.parties import Contact
from libs.events.effects.effect import Effect
from services.notifications.adapters.composition import Composition
from services.notifications.adapters.gathering import Sender, known
from services.notifications.adapters.handing import Handing
from services.notifications.adapters.recipients import NOBODY
from services.notifications.adapters.smtp.sending import Sending
from services.notifications.views.reading import Messages, Parties
from services.notifications.views.reading_people import People


class Mailing(Handing):
    """The work of the kind `email`."""

    def __init__(
        self,
        messages: Messages,
        parties: Parties,
        people: People,
        objects: Objects,
        sending: Sending,
        sender: Sender,
    ) -> None:
        super().__init__(objects, sending)
        self._messages, self._parties, self._people = messages, parties, people
        self._composition = Composition(objects, sender)

    async def prepare(self, effect: Effect) -> Command | None:
        """Composes it, or says why that cannot be; None while not everything is known."""
        noted = await self._messages.noted(effect.tenant, effect.what)
        if noted is None:
            return None
        items = [one.item for one in noted.items]
        parties = await self._parties.seen(effect.tenant, noted.creditor, noted.debtor, items)
        facts = known(noted, parties, await self._sales(effect.tenant, noted))
        return await self._composition.command(facts, effect) if facts else None

    async def _sales(self, tenant: str, noted: DemandNoted) -> Contact:
        """Nobody where no copy is asked for, or the debtor is in nobody's portfolio."""
        if "sales" not in noted.copy_to:
            return NOBODY
        person = await self._people.sales_of(tenant, noted.debtor)
        personal = person.personal if person else None
        return Contact(name=personal.name, email=personal.email) if personal else NOBODY
