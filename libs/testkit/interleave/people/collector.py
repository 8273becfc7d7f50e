"""Whoever talks with debtors: notes what they say, by what the screen shows."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from random import Random
from typing import Final

from libs.events.contracts.dunning import CallOutcome, FreeText, ItemFollowed
from libs.events.contracts.model import Command
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.checks.chasing.messages_told import MessagesTold
from libs.testkit.interleave.people.asking import Act, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.chase import Chase, Said
from libs.testkit.interleave.truth.documents import EUR
from libs.testkit.world.premises import Commit
from services.dunning.domain.commands import (
    AddNote,
    LogCall,
    MakePromise,
    NotePaidClaim,
    OpenDispute,
    PauseDunning,
    PublishPolicy,
    ResolveDispute,
    ResumeDunning,
    SayOutcome,
    TakeBackPromise,
)
from services.dunning.domain.plans.commands import (
    AgreePlan,
    EndPlan,
    InstalmentWanted,
    ProposePlan,
)
from services.matching.domain.commands import ExtendDueDate
from services.notifications.domain.commands import NoteBounce

_TERM: Final = timedelta(days=30)
_WORD: Final = FreeText(text="said on the phone")
_OUTCOMES: Final[tuple[CallOutcome, ...]] = ("reached", "no_answer", "call_back")


class Collector:
    """Talks to dunning."""

    def __init__(self, tenant: str, edge: Edge, chase: Chase, days: Days, random: Random) -> None:
        self._tenant, self._edge, self._chase = tenant, edge, chase
        self._days, self._random = days, random
        self._debtors: dict[str, str] = {}
        """Item to its debtor, of those that the screen shows."""
        self._asked_outcomes: set[str] = set()

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, ItemFollowed):
                self._debtors[new.event.item] = new.event.debtor

    def publish(self) -> bool:
        """The policy, at the key of its name."""
        facts = self._chase.policy
        command = PublishPolicy(facts=facts, source_hash="0" * 64, published_by="p1")
        self._edge.ask("dunning", path_of(self._tenant, "policy", facts.policy), command)
        return True

    def threads(self) -> list[list[Act]]:
        return [self._acts(said) for said in self._chase.said]

    def call(self, demands: DemandsTold) -> Act:
        """One of the calls of the worklist, once there is any."""

        def call() -> bool:
            left = demands.open_calls
            if not left:
                return self._days.is_calm()
            one = self._random.choice(left)
            command = LogCall(
                debtor=one.debtor,
                call=one.call,
                outcome=self._random.choice(_OUTCOMES),
                logged_by="p1",
                personal=_WORD,
            )
            self._ask(one.debtor, command)
            return True

        return call

    def bounce(self, messages: MessagesTold) -> Act:
        """A mail that was sent comes back for good, once there is any."""

        def bounce() -> bool:
            sent = [name for name, one in messages.messages.items() if one.outcome == "sent"]
            if not sent:
                return self._days.is_calm()
            name = self._random.choice(sent)
            debtor = messages.messages[name].noted.debtor
            if debtor not in self._chase.never_payers:
                command = NoteBounce(message=name, status="5.1.1", permanent=True)
                self._edge.ask("notifications", path_of(self._tenant, "debtor", debtor), command)
            return True

        return bounce

    def say_outcome(self, messages: MessagesTold) -> bool:
        """Ask a debtor whether it has a mail of which nobody else can tell; whether there was any.

        Debtors tell the truth.
        """
        for name, message in messages.messages.items():
            if message.outcome != "uncertain" or name in self._asked_outcomes:
                continue
            self._asked_outcomes.add(name)
            noted = message.noted
            command = SayOutcome(
                debtor=noted.debtor,
                demand=noted.demand,
                left=bool(message.deliveries),
                said_by="p1",
            )
            self._ask(noted.debtor, command)
            return True
        return False

    def _ask(self, debtor: str, command: Command) -> str:
        return self._edge.ask("dunning", path_of(self._tenant, "debtor", debtor), command)

    def _acts(self, said: Said) -> list[Act]:
        """It is said once its day has come and the screen shows the item; perhaps taken back."""
        asked: list[str] = []

        def say() -> bool:
            debtor = self._debtors.get(said.invoice.identity)
            if not self._days.has_come(said.on):
                return False
            if debtor is None:
                return self._days.is_calm()  # it was settled before anybody saw it
            if said.what == "extension":
                self._extend(said, debtor)
            else:
                asked.append(self._ask(debtor, self._saying(said, debtor)))
            return True

        acts: list[Act] = [say]
        if said.what == "plan":
            acts.append(self._agreeing(said, asked))
        return [*acts, self._taking_back(said, asked)] if said.is_taken_back else acts

    def _agreeing(self, said: Said, asked: Sequence[str]) -> Act:
        """The debtor agrees to what was drawn up, unless that was refused."""

        def agree() -> bool:
            if not asked:
                return True
            answer = self._edge.answers.get(asked[0])
            if answer is None:
                return False
            if answer.outcome != "refused":
                debtor = self._debtors[said.invoice.identity]
                plan = answer.fields["plan"]
                self._ask(debtor, AgreePlan(debtor=debtor, plan=plan, noted_by="p1"))
            return True

        return agree

    def _taking_back(self, said: Said, asked: Sequence[str]) -> Act:
        def take_back() -> bool:
            if not asked:
                return True
            answer = self._edge.answers.get(asked[0])
            if answer is None:
                return False
            command = self._undoing(said, dict(answer.fields))
            if command is not None and answer.outcome != "refused":
                self._ask(self._debtors[said.invoice.identity], command)
            return True

        return take_back

    def _extend(self, said: Said, debtor: str) -> None:
        """More time for an item, of which matching keeps the books."""
        due_on = max(said.invoice.issued_on + _TERM, said.on) + timedelta(days=said.days)
        command = ExtendDueDate(
            item=said.invoice.identity, due_on=due_on, reason="asked", extended_by="p1"
        )
        self._edge.ask("matching", path_of(self._tenant, "debtor", debtor), command)

    def _saying(self, said: Said, debtor: str) -> Command:
        item, days = said.invoice.identity, timedelta(days=said.days)
        today_on = self._days.today_on or said.on
        match said.what:
            case "dispute" | "part dispute":
                return OpenDispute(
                    debtor=debtor,
                    item=item,
                    amount=Money.of("20.00", EUR) if said.what == "part dispute" else None,
                    reason="damaged",
                    owner="p1",
                    opened_by="p1",
                    personal=_WORD,
                )
            case "promise":
                on = today_on + days
                return MakePromise(debtor=debtor, items=(item,), pay_by_on=on, noted_by="p1")
            case "plan":
                return self._plan(said, debtor, today_on)
            case "pause":
                return PauseDunning(
                    debtor=debtor, until_on=today_on + days, reason="ill", paused_by="p1"
                )
            case "paid claim":
                return NotePaidClaim(debtor=debtor, item=item, noted_by="p1")
            case _:
                return AddNote(debtor=debtor, noted_by="p1", personal=_WORD)

    def _plan(self, said: Said, debtor: str, from_on: date) -> ProposePlan:
        """Two instalments of its invoice, if nothing of that was paid."""
        first = said.invoice.amount / 2
        first = first.quantize(Decimal("0.01"), ROUND_DOWN)
        parts = (first, said.days), (said.invoice.amount - first, 2 * said.days)
        instalments = tuple(
            InstalmentWanted(amount=Money.of(part, EUR), due_on=from_on + timedelta(days=days))
            for part, days in parts
        )
        return ProposePlan(
            debtor=debtor,
            items=(said.invoice.identity,),
            instalments=instalments,
            proposed_by="p1",
        )

    def _undoing(self, said: Said, fields: dict[str, str]) -> Command | None:
        debtor = self._debtors[said.invoice.identity]
        match said.what:
            case "dispute" | "part dispute":
                return ResolveDispute(
                    debtor=debtor,
                    item=said.invoice.identity,
                    dispute=fields.get("dispute", ""),
                    resolution="refused" if said.days % 2 else "credit_note_expected",
                    resolved_by="p1",
                )
            case "promise":
                return TakeBackPromise(
                    debtor=debtor, promise=fields.get("promise", ""), ended_by="p1"
                )
            case "plan":
                return EndPlan(debtor=debtor, plan=fields.get("plan", ""), ended_by="p1")
            case "pause":
                return ResumeDunning(debtor=debtor, resumed_by="p1")
            case _:
                return None
