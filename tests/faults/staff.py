"""The creditor's own people: who they are, and whose debtors become whose while all burns."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from libs.cli.calling import Api, Call

SUBJECTS = ("anna", "bert")
EVERY_DAYS = 4
LANGUAGES = ("fr", "nl", "en")


def address_of(subject: str, tenant: str) -> str:
    """Of the tenant's own: all tenants share one mailbox."""
    return f"{subject}@{tenant}.example"


@dataclass(slots=True)
class Staff:
    """One tenant's: Anna's digest tells of all debtors, Bert's of those in his portfolio."""

    api: Api
    tenant: str
    chance: Random
    gone: set[str]
    """Debtors that are part of another: nobody is assigned them any more."""
    _of: dict[str, str] = field(default_factory=dict)
    """Debtor to whose it is."""

    async def begin(self) -> None:
        (creditor,) = await self.api.everything("ingestion", "/v1/creditors")
        for place, subject in enumerate(SUBJECTS):
            said = {
                "name": subject.title(),
                "email": address_of(subject, self.tenant),
                "zone": creditor["zone"],
                "language": LANGUAGES[place],
                "sees": "portfolio" if place else "all",
            }
            await self._put("notifications", f"/v1/people/{subject}", said)

    async def day(self, number: int) -> None:
        """A debtor is assigned, or one goes from the one to the other."""
        if number % EVERY_DAYS:
            return
        cases = await self.api.everything("dunning", "/v1/cases")
        debtors = sorted({one["debtor"] for one in cases} - self.gone)
        if debtors:
            debtor = self.chance.choice(debtors)
            others = [one for one in SUBJECTS if one != self._of.get(debtor)]
            self._of[debtor] = self.chance.choice(others)
            place = f"/v1/debtors/{debtor}/portfolio"
            await self._put("ingestion", place, {"sales": self._of[debtor]})

    async def _put(self, service: str, place: str, body: dict[str, Any]) -> None:
        await self.api.ask(Call("PUT", service, place, body=body))
