"""What must hold after a round, found by code that the services do not share."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.balance import version_gaps
from audit.chase_summary import Chased, Evidence, chased
from audit.log import Asked, Fact, Log
from audit.mails import Mail, read_mails
from audit.parties import parties_of
from audit.summary import Summary, summarised
from audit.summing import ledger_of
from deploy.local.postbox import Postbox
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.verifying.cut import topics_of
from libs.cli.verifying.reading import verified
from libs.cli.verifying.tables import compared
from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.address import Broker
from tests.faults.lives import Life
from tests.faults.platform import AGE_MAX_S, PARTITIONS, Range
from tests.faults.records import header, records_of
from tests.faults.rooms import EXPOSED, MAILED, MERGED, Rooms
from tests.faults.screens import NotShown, Screens

AT_REST_WITHIN_S = 60.0
ONCE = "each document and bank entry once"
SUMS = "legs sum to zero, nothing in flight"
RIGHTFUL = "no demand for what the log knew, and the right amounts"
STEPS = "no step twice"
PROMISES = "promises and outcomes as they are owed"
FOLDED = "rows as the log folds to"
ORDER = "no version missing, no writer after its successor"
WALLS = "each tenant sees its own"
ANSWERED = "each command answered"
APPLIED = "every certain payment applied, none wrongly"
FOUNDED = "no more than 2 % of demands gated or held without a fact"
INVARIANTS = (
    ONCE,
    SUMS,
    RIGHTFUL,
    STEPS,
    PROMISES,
    FOLDED,
    ORDER,
    WALLS,
    ANSWERED,
    APPLIED,
    FOUNDED,
)
WITH_ERRANDS = (*INVARIANTS, MERGED, MAILED, EXPOSED)
"""Of a round in which people merge, assign and lend besides."""


@dataclass(slots=True)
class Found:
    """What was checked and counted, and all that is wrong."""

    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Invariant, and what breaks it."""
    checked: Counter[str] = field(default_factory=Counter)
    """How many things each invariant was held against."""
    counts: Counter[str] = field(default_factory=Counter)

    def hold(self, invariant: str, checked: int, wrong: Sequence[object]) -> None:
        self.checked[invariant] += checked
        self.wrong += [(invariant, str(one)) for one in wrong]


@dataclass(frozen=True, slots=True)
class Proof:
    """A platform at rest, held against the truth of the lives that went in."""

    shot: Range
    lives: Sequence[Life]
    has_errands: bool = False
    """Whether people merged, assigned and lent besides."""

    async def find(self) -> Found:
        found = Found()
        await self._log(found)
        facts, asked, _ = await Log(self.shot.stack.kafka).everything()
        found.hold(ORDER, len({(one.service, one.stream) for one in facts}), version_gaps(facts))
        mails = read_mails(Postbox(self.shot.session.path, 0).folder)
        for life in self.lives:
            await self._life(found, life, (facts, asked, mails))
        await self._records(found)
        await self._rows(found)
        return found

    async def _log(self, found: Found) -> None:
        """By the log alone, when nothing is in flight or parked and each statement is at rest."""
        broker = Broker(self.shot.stack.kafka)
        async with topics_of(broker, tuple(TOPOLOGY.values())) as topics:
            said = await verified(
                topics, broker, told=lambda _, __: None, patience_s=AT_REST_WITHIN_S
            )
        found.hold(SUMS, said.facts, [one.text() for one in said.differences])
        found.counts["events"] = said.facts

    async def _life(
        self, found: Found, life: Life, read: tuple[list[Fact], list[Asked], list[Mail]]
    ) -> None:
        facts, asked, mails = read
        own = [fact for fact in facts if fact.tenant == life.tenant]
        # What is certain in any order: faults change the order in which things come.
        summary = summarised(own, life.tenant, life.truth)
        entries = summary.entries + summary.invoices.count + summary.credit_notes.count
        found.hold(ONCE, entries, summary.differences)
        _applied(found, summary)
        evidence = Evidence(facts, asked, mails, life.truth, day_by_day=True, age_max_s=AGE_MAX_S)
        _chased(found, chased(evidence, life.tenant))
        found.counts["crossing"] += len(_crossing(own))
        ledger, session = ledger_of(facts, life.tenant), self.shot.session_of(life.tenant)
        async with Api(session, patience_s=LONG_PATIENCE_S) as api:
            if self.has_errands:
                rooms = Rooms(life, facts, ledger, parties_of(facts, life.tenant))
                for one in (rooms.merges(), rooms.mails(mails), await rooms.credit(api)):
                    found.hold(one.invariant, one.held, one.wrong)
                    found.counts.update(one.counts)
            try:
                shown = await Screens(api).show(life.truth, ledger)
                found.hold(WALLS, shown, ())
            except NotShown as other:
                found.hold(WALLS, 1, [other])

    async def _records(self, found: Found) -> None:
        """Writers one after the other, each command answered, by the records' headers alone."""
        answered: Counter[tuple[str, str]] = Counter()
        commands: set[tuple[str, str]] = set()
        tenants = {life.tenant for life in self.lives}
        heard: Counter[str] = Counter()
        for name, service in TOPOLOGY.items():
            epochs: dict[int, list[int]] = defaultdict(list)
            for record in await records_of(self.shot.stack.kafka, service.events_topic):
                epochs[record.partition].append(int(header(record, "ce_epoch")))
                heard[name] += header(record, "ce_tenant") in tenants
                if header(record, "ce_type").split(".")[2] == "commands_answered":
                    answers = json.loads(record.value)["answers"]
                    answered.update((name, one["command"]) for one in answers)
            late = [at for at, seen in sorted(epochs.items()) if seen != sorted(seen)]
            writers = sum(len(set(seen)) for seen in epochs.values())
            found.hold(
                ORDER, writers, [f"{service.events_topic}/{at}: an old writer" for at in late]
            )
        for name, service in TOPOLOGY.items():
            for topic in service.own_inboxes:
                for record in await records_of(self.shot.stack.kafka, topic):
                    found.counts["inputs"] += header(record, "ce_tenant") in tenants
                    if header(record, "ce_bodyhash"):
                        commands.add((name, header(record, "ce_id")))
            found.counts["inputs"] += sum(heard[one] for one in service.hears)
        found.hold(ANSWERED, len(commands), sorted(commands - answered.keys()))
        if self.shot.deduplicates:
            twice = sorted(one for one, count in answered.items() if count > 1)
            found.hold(ANSWERED, len(answered), [f"{one} is answered twice" for one in twice])

    async def _rows(self, found: Found) -> None:
        """States and look-ups of all services, from offset 0."""
        told = self.shot.members[0].environment
        for one in await compared(told, PARTITIONS, lambda _: None):
            skipped = [f"{one.service}: {one.skipped}"] if one.skipped else []
            found.hold(FOLDED, one.rows, [*(d.text() for d in one.differences), *skipped])


def _applied(found: Found, summary: Summary) -> None:
    known = summary.known
    assert known is not None
    wrong = [f"{known.wrong} certain payments applied wrongly"] if known.wrong else []
    found.hold(APPLIED, known.certain, [*wrong, *known.left])
    found.counts["payments"] += summary.applied.count


def _chased(found: Found, chase: Chased) -> None:
    twice = [one for one in chase.wrongs if "twice" in one.why]
    found.hold(RIGHTFUL, chase.proposed, [one for one in chase.wrongs if one not in twice])
    found.hold(STEPS, sum(chase.steps.values()), twice)
    found.hold(PROMISES, chase.proposed + sum(chase.promises.values()), chase.missing)
    needless = [] if chase.founded.agrees else chase.founded.needless
    found.hold(FOUNDED, sum(chase.founded.judged.values()), needless)
    found.counts["needless"] += len(chase.founded.needless)
    found.counts["unexplained"] += chase.founded.held_unexplained
    for name in ("proposed", "sent", "withdrawn", "repeated", "uncertain", "copies"):
        found.counts[name] += getattr(chase, name)


def _crossing(facts: Sequence[Fact]) -> set[str]:
    """Payments with a share in another partition than their own."""
    at = {one.fields["payment"]: one.partition for one in facts if one.name == "payment_received"}
    return {
        one.fields["payment"]
        for one in facts
        if one.name == "share_booked" and one.partition != at.get(one.fields["payment"])
    }
