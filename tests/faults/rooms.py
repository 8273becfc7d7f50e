"""What must hold of merges, of mails to the creditor's people and of credit, by the auditor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.cents import cents
from audit.exposure import Owes, exposures
from audit.ledger import Ledger
from audit.log import Fact
from audit.mails import Mail
from audit.merging import merged
from audit.parties import Parties
from audit.team import mailed
from deploy.local.waiting import WaitedTooLong, wait_until
from libs.cli.calling import Api
from tests.faults.lives import Life
from tests.faults.platform import AGE_MAX_S
from tests.faults.staff import SUBJECTS, address_of

MERGED = "what a merged debtor had is at the other, once"
MAILED = "each assignment mailed, and no mail oftener than it may have left"
EXPOSED = "exposure and breaches as the ledger has them"
SHOWN_WITHIN_S = 30.0
LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Checked:
    """Against how much it was held, what is wrong, and how often it was played."""

    invariant: str
    held: int
    wrong: Sequence[object]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Rooms:
    """One life's, on a platform at rest."""

    life: Life
    facts: Sequence[Fact]
    ledger: Ledger
    parties: Parties

    def merges(self) -> Checked:
        found = merged(self.facts, self.life.tenant, self.ledger, self.parties)
        return Checked(MERGED, found.items, found.wrong, {"merges": found.debtors})

    def mails(self, mails: Sequence[Mail]) -> Checked:
        customers, names = self.parties.customers, self.life.truth.names
        found = mailed(
            self.facts,
            self.life.tenant,
            mails,
            addresses={one: address_of(one, self.life.tenant) for one in SUBJECTS},
            names={debtor: names[customer] for debtor, customer in customers.items()},
            age_max_s=AGE_MAX_S,
        )
        held = found.assignments + found.sent
        return Checked(MAILED, held, found.wrong, {"internal": found.sent})

    async def credit(self, api: Api) -> Checked:
        """As risk shows it, held against a recomputation, and each limit against what it shows."""
        today = max(
            one.fields["day_on"]
            for one in self.facts
            if one.name == "day_started" and one.fields.get("tenant") == self.life.tenant
        )
        wanted = exposures(self.ledger, self.facts, self.life.tenant, today)
        shown: Mapping[tuple[str, str], Owes] = {}

        async def is_as_wanted() -> bool:
            nonlocal shown
            shown = await self._shown(api)
            return shown == wanted

        try:
            said = "risk shows what is owed"
            await wait_until(said, is_as_wanted, limit_s=SHOWN_WITHIN_S, between_s=LOOK_EVERY_S)
        except WaitedTooLong:
            wrong: list[str] = [
                f"{debtor} {currency}: {wanted.get((debtor, currency))} is owed, "
                f"{shown.get((debtor, currency))} is told"
                for debtor, currency in sorted({*wanted, *shown})
                if wanted.get((debtor, currency)) != shown.get((debtor, currency))
            ]
        else:
            wrong = []
        limits = await api.everything("risk", "/v1/limits")
        wrong += [one for limit in limits if (one := _misjudged(limit, wanted))]
        granted = sum(one["granted_on"] is not None for one in limits)
        return Checked(EXPOSED, len(wanted) + len(limits), wrong, {"limits": granted})

    async def _shown(self, api: Api) -> Mapping[tuple[str, str], Owes]:
        found: dict[tuple[str, str], Owes] = {}
        for debtor in self.parties.customers:
            said = await api.get("risk", f"/v1/debtors/{debtor}")
            for one in said["exposures"]:
                parts = [cents(one[name]) for name in ("not_due", "overdue", "disputed")]
                if any(parts):
                    found[debtor, one["currency"]] = Owes(*parts)
        return found


def _misjudged(limit: Mapping[str, Any], owed: Mapping[tuple[str, str], Owes]) -> str:
    """Of one that holds: whether it says to be breached when it is not, or the other way."""
    if limit["state"] != "granted":
        return ""
    owes = owed.get((limit["debtor"], limit["currency"]), Owes()).total
    is_breached = owes > cents(limit["amount"])
    if is_breached == limit["is_breached"]:
        return ""
    return (
        f"limit {limit['limit']} of {limit['amount']}: {owes} are owed, breached {not is_breached}"
    )
