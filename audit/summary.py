"""The figures of a life, computed from the topics alone, with all that does not agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audit.agencies import HandedOver, Reports, disagreed, handed_over
from audit.balance import Difference, differences, version_gaps
from audit.comparing import compared, debts
from audit.ledger import Ledger, Payment
from audit.log import Fact
from audit.merged_truth import as_merged
from audit.parties import Parties, parties_of
from audit.scoring import Judged, Judgement, Result, count, judge
from audit.summing import ledger_of
from audit.truth import Truth

TOP = 5


@dataclass(frozen=True, slots=True)
class Money:
    """How many, and how much in minor units."""

    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Owing:
    """One debtor and what it owes."""

    customer: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Known:
    """Of the payments that can be known: how many, and what became of them."""

    certain: int
    exact: int
    wrong: int
    left_to_a_person: int
    left: tuple[str, ...] = ()
    """How a person finds those again."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of one tenant's life."""

    events: int
    invoices: Money
    credit_notes: Money
    entries: int
    applied: Money
    suggested: Money
    unidentified: Money
    returned: Money
    set_aside: Money
    open_items: Money
    on_account: int
    owing: tuple[Owing, ...]
    """Who owes most, at most five."""
    owed: int
    """By all debtors together."""
    known: Known | None
    """None when no truth was given."""
    handed_over: HandedOver
    differences: tuple[Difference, ...]
    currency: str

    @property
    def cents_unaccounted(self) -> int:
        return sum(difference.cents for difference in self.differences)

    @property
    def agrees(self) -> bool:
        return not self.differences

    def document(self) -> dict[str, Any]:
        """As JSON: amounts in minor units."""
        return {
            **asdict(self),
            "cents_unaccounted": self.cents_unaccounted,
            "agrees": self.agrees,
        }


def summarised(
    facts: Sequence[Fact], tenant: str, truth: Truth | None, *, day_by_day: bool = False
) -> Summary:
    """Sum up one tenant, compared with the truth of its life when there is one.

    Without a truth nothing says what the bank's balances are, so they are not compared.
    """
    ledger, parties = ledger_of(facts, tenant), parties_of(facts, tenant)
    truth = as_merged(truth, parties) if truth else None
    reports = Reports(facts, tenant)
    judgement = judge(truth, ledger, parties, day_by_day=day_by_day) if truth else None
    found = [
        *version_gaps(facts),
        *differences(ledger, _closing(ledger, parties, truth)),
        *disagreed(reports, ledger),
        *(compared(truth, ledger, parties, judgement) if truth and judgement else ()),
    ]
    checked = (judgement, handed_over(reports, ledger), tuple(found))
    return _summary(facts, ledger, parties, truth, checked)


def _closing(ledger: Ledger, parties: Parties, truth: Truth | None) -> dict[str, int]:
    """By account id; an account of the bank that the ledger does not know stays under its IBAN."""
    if truth is None:
        return dict(ledger.cash)
    ids = {iban: account for account, iban in parties.ibans.items()}
    return {ids.get(iban, iban): amount for iban, amount in truth.closing.items()}


def _summary(
    facts: Sequence[Fact],
    ledger: Ledger,
    parties: Parties,
    truth: Truth | None,
    checked: tuple[Judgement | None, HandedOver, tuple[Difference, ...]],
) -> Summary:
    judgement, cases, found = checked
    owes = debts(ledger, parties)
    names = truth.names if truth else {}
    items = [item for item in ledger.items.values() if item.kind == "invoice"]
    open_amounts = [n for item in ledger.items if (n := ledger.open_of(item))]
    credits = [source for source in ledger.sources.values() if source.kind == "credit"]
    return Summary(
        events=len(facts),
        invoices=Money(len(items), sum(item.amount for item in items)),
        credit_notes=Money(len(credits), sum(credit.amount for credit in credits)),
        entries=sum(ledger.entries.values()),
        applied=_applied(ledger),
        suggested=_free(ledger, "suggested"),
        unidentified=_free(ledger, "unidentified", "received"),
        returned=_returned(ledger),
        set_aside=Money(len(ledger.set_aside), sum(one.amount for one in ledger.set_aside)),
        open_items=Money(len(open_amounts), sum(open_amounts)),
        on_account=sum(source.on_account for source in ledger.sources.values()),
        owing=tuple(
            Owing(customer, names.get(customer, ""), amount)
            for customer, amount in sorted(owes.items(), key=lambda one: (-one[1], one[0]))[:TOP]
            if amount > 0
        ),
        owed=sum(owes.values()),
        known=_known(judgement) if judgement else None,
        handed_over=cases,
        differences=found,
        currency=_currency(ledger),
    )


def _credits(ledger: Ledger) -> list[Payment]:
    """What came to the creditor's accounts; what agencies have is told apart."""
    return [one for one in ledger.payments.values() if one.kind == "credit" and one.account]


def _applied(ledger: Ledger) -> Money:
    applied = [payment for payment in _credits(ledger) if payment.shares]
    return Money(len(applied), sum(p.received - p.free - p.gone for p in applied))


def _free(ledger: Ledger, *outcomes: str) -> Money:
    free = [p for p in _credits(ledger) if not p.shares and p.outcome in outcomes]
    return Money(len(free), sum(p.free for p in free))


def _returned(ledger: Ledger) -> Money:
    returned = [payment for payment in _credits(ledger) if payment.returned]
    return Money(len(returned), sum(payment.received for payment in returned))


def _currency(ledger: Ledger) -> str:
    seen = Counter(payment.currency for payment in ledger.payments.values())
    return seen.most_common(1)[0][0] if seen else "EUR"


def _known(judgement: Judgement) -> Known:
    payments: list[Judged] = [one for one in judgement.judged if one.entry.meant]
    certain = [one for one in payments if one.could_be_known]
    exact, wrong = count(certain, Result.EXACT), count(certain, Result.WRONG)
    left = [one for one in certain if one.result not in (Result.EXACT, Result.WRONG)]
    named = tuple(f"{one.result}: {one.entry.shown}" for one in left)
    return Known(len(certain), exact, wrong, len(left), named)
