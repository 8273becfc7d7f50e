"""A race: demands are proposed and wait, one of them must not leave, its twins must, once each."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from deploy.local.platform import Member
from deploy.local.waiting import wait_until
from libs.kernel.keys import partition_of
from libs.simulator.invoices import Invoice
from libs.simulator.parties import BankAccount, Debtor
from libs.simulator.statements import Statement
from libs.testkit.promised import within_s
from tests.e2e.builders.banking import Movement, paid, written
from tests.e2e.builders.parties import a_debtor, an_account
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.hops import SERVICE, Hop, account_key, debtor_key, key_of, owner_at, owner_of
from tests.e2e.office import Office, Shown, shown
from tests.e2e.platform import PARTITIONS, Platform

AFTER_RELEASE_S = 10.0
DEBTORS_COUNT = 6
CANDIDATES_COUNT = 100
WORDS = ("", "mvg", "dank", "betaling", "merci", "groeten", "factuur", "voldaan", "bedankt")
"""Two of them behind the number make another payment of it, in another partition."""
ON_THE_WAY = (Hop.ACCOUNT, Hop.PAYMENT, Hop.DEBTOR)


@dataclass(frozen=True, slots=True)
class Race:
    """Invoices of one amount, and the statement in which one of them is paid."""

    chase: Chase
    papers: Sequence[Invoice]
    """One each; the first is the one that is paid."""
    debtors: Mapping[str, str]
    """Id by customer number."""
    movement: Movement

    @property
    def statement(self) -> Statement:
        """As the bank will write it; nothing is booked by asking."""
        return replace(self.chase.office.bank).statement(self.movement)

    @property
    def paper(self) -> Invoice:
        return self.papers[0]

    @property
    def payer_id(self) -> str:
        return self.id_of(self.paper)

    def id_of(self, paper: Invoice) -> str:
        """The debtor who owes it."""
        return self.debtors[paper.debtor.customer_number]

    def key(self, hop: Hop) -> str:
        return key_of(hop, self.chase.office, self.payer_id, self.statement)

    async def upload(self) -> None:
        """Answered: decided, or taken in for a decision that waits."""
        office = self.chase.office
        answer = await office.file_bank(written(office.bank.statement(self.movement)))
        assert answer.status_code in (200, 201, 202), answer.text

    async def nothing_has_left(self) -> None:
        assert await self._reached(self.papers) == []

    async def ended(self, *gates: str) -> None:
        """The payer's mail is withdrawn by one of these gates, each twin has one, all in time."""
        await self.withdrawn({self.payer_id: gates})

    async def withdrawn(self, gates_by_debtor: Mapping[str, Sequence[str]]) -> None:
        """These have no mail, each by one of its gates; each other has one; all in time."""
        released_s = time.monotonic()
        for debtor, gates in gates_by_debtor.items():
            message = await self.chase.message(debtor, lambda one: one["status"] == "withdrawn")
            assert message["gate"] in gates, message
        twins = [paper for paper in self.papers if self.id_of(paper) not in gates_by_debtor]
        expected = sorted(paper.debtor.mail for paper in twins)

        async def have_theirs() -> bool:
            return set(await self._reached(twins)) == set(expected)

        await wait_until("each twin has its mail", have_theirs, limit_s=60)
        took_s = time.monotonic() - released_s
        assert took_s < within_s(AFTER_RELEASE_S), f"it took {took_s:.1f} s from the release on"
        assert sorted(await self._reached(self.papers)) == expected

    async def names_the_payment(self) -> None:
        """Whoever asks why the demand did not leave is told which payment it was."""
        payment = await self.chase.office.payment_of("48.00", "applied")
        demand = (await self.chase.demand(self.payer_id))["demand"]
        await shown(
            lambda: self.chase.dunning.get(f"/v1/demands/{demand}"),
            lambda one: any(payment["payment"] in fact["said"] for fact in one["why"]["behind"]),
            f"demand {demand} with payment {payment['payment']} behind it",
        )

    async def _reached(self, papers: Sequence[Invoice]) -> list[str]:
        mails = await self.chase.mails(*(paper.debtor.mail for paper in papers))
        return [mail.to for mail in mails]


async def account_for(platform: Platform, tenant: str, hop: Hop) -> BankAccount:
    """One in a partition whose owner answers nobody, where it is the account that stands still.

    Else in one of the other process: such an owner may have one of three, and the hop needs it.
    """
    for number in range(40):
        account = an_account(f"{tenant}-{number}")
        key = account_key(platform, tenant, account.iban)
        owner = await owner_of(platform, SERVICE[hop], key)
        if (owner.role == "worker") == (hop is Hop.ACCOUNT):
            return account
    raise AssertionError(f"one process owns every partition of {SERVICE[hop]}")


async def about_to_ask(chase: Chase, hop: Hop) -> tuple[Race, Member]:
    """Everything up to the evening before the reminders, and the process that is to stand still.

    Account, payment and debtor lie in three partitions; the hop's is owned by a process that
    answers nobody, so that callers are answered whatever becomes of it.
    """
    office = chase.office
    await chase.publish(ONE_REMINDER)
    await chase.until("2026-03-06")
    everybody = await _everybody(office, hop)
    papers = [
        office.papers.invoice(f"F-2026-{place}", "48.00", debtor)
        for place, debtor in enumerate(everybody, start=17)
    ]
    told = await office.owed(*papers)
    debtors = {
        debtor.customer_number: one["debtor"] for debtor, one in zip(everybody, told, strict=True)
    }
    for debtor in debtors.values():
        await chase.case(debtor)
    paper = papers[0]
    for words in product(WORDS, WORDS):
        text = " ".join([paper.number, *filter(None, words)])
        movement = paid("48.00", text, by=paper.debtor.payers[0])
        race = Race(chase, papers, debtors, movement)
        member = await owner_of(office.platform, SERVICE[hop], race.key(hop))
        ways = {partition_of(race.key(one), PARTITIONS) for one in ON_THE_WAY}
        if member.role == "worker" and len(ways) == len(ON_THE_WAY):
            return race, member
    raise AssertionError(f"no payment has {hop} in a process that answers nobody")


async def _everybody(office: Office, hop: Hop) -> list[Debtor]:
    """The payer, in a partition of which the hop can stand still, and its twins.

    The mailbox is everybody's: each race has debtors of its own.
    """
    account = account_key(office.platform, office.tenant, office.bank.account.iban)
    account_at = partition_of(account, PARTITIONS)
    places = [one for one in await _places_of_payments(office.platform, hop) if one != account_at]
    names = (f"{office.tenant}-{number}" for number in range(CANDIDATES_COUNT))
    twins: list[str] = []
    for name in names:
        key = debtor_key(office, name)
        owner = await owner_of(office.platform, SERVICE[hop], key)
        can_stand = hop in (Hop.ACCOUNT, Hop.PAYMENT) or owner.role == "worker"
        at = partition_of(key, PARTITIONS)
        if can_stand and at != account_at and any(place != at for place in places):
            twins = [*twins, *islice(names, DEBTORS_COUNT)][: DEBTORS_COUNT - 1]
            return [a_debtor(one, f"Klant {one} BV") for one in (name, *twins)]
        twins.append(name)
    raise AssertionError(f"no debtor has {hop} in a process that answers nobody")


async def _places_of_payments(platform: Platform, hop: Hop) -> list[int]:
    """Partitions in which the payment may be: those that can stand still, where it is to."""
    owners = {one: await owner_at(platform, SERVICE[hop], one) for one in range(PARTITIONS)}
    return [one for one in owners if hop is not Hop.PAYMENT or owners[one].role == "worker"]


def is_proposed(demand: Shown) -> bool:
    return bool(demand["status"] == "proposed")
