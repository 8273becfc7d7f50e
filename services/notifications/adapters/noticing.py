"""From what one of the creditor's people is to be told to a notice: its lines and its counts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.notifications.adapters.composing.choosing import language_for
from services.notifications.adapters.composing.notice import FOLDER, Notice, NoticeLine
from services.notifications.adapters.composing.templates import languages_of
from services.notifications.views.reading import Parties
from services.notifications.views.reading_people import InternalSeen, PersonSeen
from services.notifications.views.reading_waiting import Waiting

LISTED_MAX: Final = 10
"""Things that a digest names; it counts them all."""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody, and how they are written to."""

    tenant: str
    subject: str
    name: str
    language: str
    sees_all: bool


class Noticing:
    """Reads what notices are made of."""

    def __init__(self, parties: Parties, waiting: Waiting) -> None:
        self._parties, self._waiting = parties, waiting

    async def notice(self, told: Told, mail: InternalSeen) -> Notice | None:
        """None: not every debtor is known yet. One that counts nothing has nothing to say."""
        if mail.day_on is None:
            return await self._assignment(told, mail.debtors)
        return await self._digest(told, mail.day_on)

    async def _assignment(self, told: Told, debtors: tuple[str, ...]) -> Notice | None:
        names = await self._parties.names(told.tenant, debtors)
        if not debtors or names.keys() != set(debtors):
            return None
        lines = tuple(NoticeLine(name) for name in sorted(names.values()) if name)
        return Notice("assignment", told.language, told.name, lines, len(names))

    async def _digest(self, told: Told, day_on: date) -> Notice | None:
        waits = await self._waiting.seen(
            told.tenant, told.subject, day_on, LISTED_MAX, sees_all=told.sees_all
        )
        names = await self._parties.names(told.tenant, [one.debtor for one in waits.first])
        if not {one.debtor for one in waits.first} <= names.keys():
            return None
        lines = tuple(
            NoticeLine(names[one.debtor], one.kind, one.amount, one.due_on)
            for one in waits.first
            if names[one.debtor]
        )
        counts, count = waits.counts, waits.count
        return Notice("digest", told.language, told.name, lines, count, counts, day_on)


def told_of(tenant: str, person: PersonSeen, template: str) -> Told | None:
    """None: who they are was erased."""
    if (personal := person.personal) is None:
        return None
    language = language_for(person.language, "", "", languages_of(template, FOLDER))
    return Told(tenant, personal.subject, personal.name, language, person.sees == "all")
