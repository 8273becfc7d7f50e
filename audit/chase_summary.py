"""The figures of a chase, from topics and mailbox alone, with all that is wrong in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audit.balance import Difference
from audit.causes import Causes
from audit.chase import Chase
from audit.chased_truth import TrueFigures, against_truth, figures, known_entries
from audit.chasing import chase_of
from audit.delivering import copies, undelivered
from audit.floors import missing
from audit.founded import Founded, founded
from audit.log import Asked, Fact
from audit.mails import Mail
from audit.merged_truth import as_merged
from audit.parties import Parties, parties_of
from audit.scoring import judge
from audit.summing import ledger_of
from audit.truth import Truth
from audit.wrongful import Wrong, wrongs


@dataclass(frozen=True, slots=True)
class Chased:
    """All figures of one tenant's chase."""

    proposed: int
    sent: int
    recalled: int
    """Demands that were recalled before they had an outcome."""
    withdrawn: int
    """Of those that were proposed, how many never left: recalled, or their day was over."""
    failed: int
    bounced: int
    uncertain: int
    repeated: int
    mails: int
    copies: int
    """Mails beyond the first of a message: repeated after an uncertain attempt."""
    asked: int
    """What the sent demands asked for, each as often as it was asked; minor units."""
    gated: dict[str, int]
    """How often a gate closed, by its name."""
    held: dict[str, int]
    """How often a message waited for its barrier, by cause."""
    recalled_by: dict[str, int]
    steps: dict[str, int]
    """Steps taken and not undone, by name."""
    calls: dict[str, int]
    promises: dict[str, int]
    """By last verdict; `open`: none yet."""
    placements: int
    tasks: dict[str, int]
    true: TrueFigures | None
    """None when no truth was given."""
    wrongs: tuple[Wrong, ...]
    missing: tuple[Difference, ...]
    """What the chase owes and has not done."""
    founded: Founded
    """Whether a fact was behind each gate, recall, withdrawal and hold."""

    @property
    def wrongful(self) -> int:
        """How many demands something is wrong with."""
        return len({wrong.message for wrong in self.wrongs})

    @property
    def agrees(self) -> bool:
        return not self.wrongs and not self.missing and self.founded.agrees

    def document(self) -> dict[str, Any]:
        """As JSON: amounts in minor units."""
        judged = {"founded": self.founded.document(), "wrongful": self.wrongful}
        return {**asdict(self), **judged, "agrees": self.agrees}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a chase is judged by."""

    facts: Sequence[Fact]
    asked: Sequence[Asked]
    mails: Sequence[Mail] | None
    """None: no mailbox is looked at."""
    truth: Truth | None
    day_by_day: bool = False
    age_max_s: float = 30.0


def chased(evidence: Evidence, tenant: str) -> Chased:
    """Sum up one tenant's chase."""
    ledger, parties = ledger_of(evidence.facts, tenant), parties_of(evidence.facts, tenant)
    chase = chase_of(evidence.facts, tenant, Causes(evidence.facts, evidence.asked))
    truth, mails, found, true = evidence.truth, evidence.mails, wrongs(chase), None
    if mails is not None:
        others = _message_ids(evidence.facts) - {m.message_id for m in chase.messages.values()}
        found += undelivered(chase, mails, strangers=others, age_max_s=evidence.age_max_s)
    if truth:
        truth = as_merged(truth, parties)
        judgement = judge(truth, ledger, parties, day_by_day=evidence.day_by_day)
        known = known_entries(judgement)
        found += against_truth(truth, chase, known)
        true = figures(truth, chase, known)
    covered = {creditor: ledger.covered.get(creditor, "") for creditor in parties.fed}
    judged = founded(evidence.facts, tenant, _silent(parties, truth))
    checked = (tuple(found), tuple(missing(chase, covered)), judged)
    return _figures(chase, mails or (), true, checked)


def _silent(parties: Parties, truth: Truth | None) -> frozenset[str] | None:
    """Debtors whom no mail reaches; None when no truth was given."""
    if truth is None:
        return None
    return frozenset(one for one, customer in parties.customers.items() if customer in truth.silent)


def _message_ids(facts: Sequence[Fact]) -> set[str]:
    """Of all that was composed; what a creditor's own people are mailed is no debtor's message."""
    composed = ("message_composed", "internal_composed")
    return {fact.fields["message_id"] for fact in facts if fact.name in composed}


def _figures(
    chase: Chase,
    mails: Sequence[Mail],
    true: TrueFigures | None,
    checked: tuple[tuple[Wrong, ...], tuple[Difference, ...], Founded],
) -> Chased:
    messages, demands = list(chase.messages.values()), list(chase.demands.values())
    sent = [message for message in messages if message.sent]
    again = copies(chase, mails)
    ours = {message.message_id for message in messages}
    taken = [one for steps in chase.taken.values() for one in steps if not one.undone]
    found, owed, judged = checked
    return Chased(
        proposed=len(demands),
        sent=len(sent),
        recalled=sum(bool(demand.recalled_by) for demand in demands),
        withdrawn=sum(bool(message.withdrawn) for message in messages),
        failed=sum(bool(message.failed) for message in messages),
        bounced=sum(message.bounced for message in messages),
        uncertain=sum(len(message.uncertain) for message in messages),
        repeated=sum(message.repeated for message in messages),
        mails=sum(mail.message_id in ours for mail in mails),
        copies=sum(count - 1 for count in again.values()),
        asked=sum(d.net for m in sent if (d := chase.demands.get(m.demand))),
        gated=dict(chase.gated.most_common()),
        held=dict(Counter(cause for m in messages for cause in m.held).most_common()),
        recalled_by=dict(Counter(g for d in demands for g in d.recalled_by).most_common()),
        steps=dict(Counter(one.step for one in taken).most_common()),
        calls=dict(chase.calls),
        promises=dict(
            Counter((p.verdicts or ["open"])[-1] for p in chase.promises.values()).most_common()
        ),
        placements=len(chase.placements),
        tasks=dict(chase.tasks.most_common()),
        true=true,
        wrongs=found,
        missing=owed,
        founded=judged,
    )
