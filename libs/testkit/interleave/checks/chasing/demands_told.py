"""Cases, demands and steps as dunning tells of them, held against messages and the mail server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from libs.events.contracts import dunning as say
from libs.events.contracts.ingestion import Review
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.chasing.drafts_told import DraftsTold
from libs.testkit.interleave.checks.chasing.messages_told import Delivery, MessagesTold
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit


@dataclass(slots=True)
class Demand:
    """One demand."""

    event: say.DemandProposed
    recalled: say.DemandRecalled | None = None
    ended: list[say.DemandEnded] = field(default_factory=list)


class DemandsTold:
    """Every demand and every step, as the events so far leave them."""

    def __init__(self, messages: MessagesTold, review: Review) -> None:
        self._messages = messages
        self._drafts = DraftsTold(review)
        self.demands: dict[str, Demand] = {}
        self.open_of_case: dict[str, str] = {}
        self.taken: dict[tuple[str, str], say.StepTaken] = {}
        """(item, step) to what took it, unless it was undone."""
        self.calls: dict[str, say.CallScheduled] = {}
        self.logged: set[str] = set()
        self.missed: set[str] = set()
        self._dropped: set[str] = set()
        self.bounced: set[str] = set()
        """Debtors of whom a mail came back for good."""
        self.placements: dict[str, say.PlacementProposed] = {}
        self._left: dict[tuple[str, str], str] = {}
        """(item, step) to the message that has left with it and was not bounced."""
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.DemandProposed: self._proposed,
            say.DemandRecalled: self._recalled,
            say.DemandEnded: self._ended,
            say.StepTaken: self._taken,
            say.StepUndone: self._undone,
            say.CallScheduled: self._scheduled,
            say.CallLogged: lambda said: self.logged.add(said.call),
            say.CallMissed: lambda said: self.missed.add(said.call),
            say.CallDropped: lambda said: self._dropped.add(said.call),
            say.PlacementProposed: self._placed,
        }

    @property
    def open_calls(self) -> list[say.CallScheduled]:
        """What is on the worklist."""
        over = self.logged | self.missed | self._dropped
        return [call for name, call in self.calls.items() if name not in over]

    @property
    def open_drafts(self) -> list[say.DemandDrafted]:
        """What waits for people to approve it."""
        return list(self._drafts.open_of_case.values())

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            self._drafts.saw(new.event)
            rule = self._rules.get(type(new.event))
            if rule is not None:
                rule(new.event)

    @property
    def is_any_open(self) -> bool:
        """Whether a demand is under way; not one of which only a person can tell."""
        asked = (self.demands[name].ended for name in self.open_of_case.values())
        return bool(self._drafts.open_of_case) or not all(asked)

    def delivered(self, delivery: Delivery) -> None:
        """No item gets a step twice; a message that left again is the same one. Raises Wrong."""
        noted = self._messages.messages[delivery.message].noted
        for one in noted.items:
            before = self._left.get((one.item, one.step), "")
            is_back = before and self._messages.messages[before].is_bounced
            must(
                before in ("", delivery.message) or bool(is_back),
                "step twice",
                f"{one.number} gets step {one.step} with {delivery.message}, it had {before}",
                one.item,
                delivery.message,
                before,
            )
            self._left[one.item, one.step] = delivery.message

    def _proposed(self, event: say.DemandProposed) -> None:
        must(event.demand not in self.demands, "once", f"{event.demand} again", event.demand)
        earlier = self.open_of_case.get(event.case, "")
        must(
            not earlier,
            "one demand",
            f"{event.demand} is proposed while {earlier} has no outcome",
            event.case,
            event.demand,
            earlier,
        )
        must(
            event.total.amount == sum(one.asked.amount for one in event.items),
            "demand",
            f"{event.demand} asks for {event.total}, its items for something else",
            event.demand,
        )
        self._check_asked_once(event)
        self.open_of_case[event.case] = event.demand
        self.demands[event.demand] = Demand(event)

    def _check_asked_once(self, event: say.DemandProposed) -> None:
        """An item is in one demand without an outcome, also when it went to another debtor."""
        for name in self.open_of_case.values():
            for item in {one.item for one in self.demands[name].event.items}:
                must(
                    all(one.item != item for one in event.items),
                    "one demand",
                    f"{event.demand} asks for {item} while {name} has no outcome",
                    item,
                    event.demand,
                    name,
                )

    def _recalled(self, event: say.DemandRecalled) -> None:
        self.demands[event.demand].recalled = event

    def _ended(self, event: say.DemandEnded) -> None:
        """It is what notifications said; only a bounce or a person may come behind it."""
        demand, message = self.demands[event.demand], self._messages.by_demand.get(event.demand)
        must(
            not demand.ended or event.outcome in ("bounced", "said_by_person", "sent"),
            "outcome",
            f"{event.demand} is {demand.ended and demand.ended[-1].outcome}, then {event.outcome}",
            event.demand,
        )
        must(
            event.outcome in ("said_by_person", "bounced")
            or (message is not None and message.outcome == event.outcome),
            "outcome",
            f"{event.demand} is {event.outcome}, its message {message and message.outcome}",
            event.demand,
        )
        must(
            event.outcome != "bounced" or (message is not None and message.is_bounced),
            "outcome",
            f"{event.demand} bounced, and nobody said so",
            event.demand,
        )
        demand.ended.append(event)
        if event.outcome == "bounced":
            self.bounced.add(event.debtor)
        if event.outcome == "uncertain":
            return  # a person has to say, and nothing more is asked for until then
        if self.open_of_case.get(event.case) == event.demand:
            del self.open_of_case[event.case]

    def _taken(self, event: say.StepTaken) -> None:
        entry = (event.item, event.step)
        must(
            entry not in self.taken,
            "step twice",
            f"{event.item} takes step {event.step} again",
            event.item,
        )
        must(
            self._is_founded(event),
            "step unsent",
            f"{event.item} takes step {event.step} ({event.way}) by {event.by}, which was not so",
            event.item,
            event.by,
        )
        self.taken[entry] = event

    def _is_founded(self, event: say.StepTaken) -> bool:
        """A step counts when its message has left, its call was logged or missed, and so on."""
        match event.way:
            case "sent":
                message = self._messages.by_demand.get(event.by)
                return message is not None and bool(message.deliveries)
            case "logged":
                return event.by in self.logged
            case "missed":
                return event.by in self.missed
            case "placed":
                return event.by in self.placements
            case "said_by_person":
                return event.by in self.demands

    def _undone(self, event: say.StepUndone) -> None:
        self.taken.pop((event.item, event.step), None)

    def _scheduled(self, event: say.CallScheduled) -> None:
        """One that was dropped may be needed again on its day: it is the same call."""
        self._dropped.discard(event.call)
        self.calls[event.call] = event

    def _placed(self, event: say.PlacementProposed) -> None:
        self.placements[event.placement] = event
