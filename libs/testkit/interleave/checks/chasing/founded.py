"""What is gated, recalled or held is so for a reason that is there: counted, for a floor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import DemandGated, DemandRecalled
from libs.events.contracts.notifications import MessageHeld
from libs.events.contracts.runtime import KeyParked
from libs.kernel.days import BANKS, add_bank_days, is_business_day
from libs.kernel.keys import is_copy
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.checks.chasing.holds import PLACED, Holds
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.chasing.wrongful import is_lagging
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.world.premises import Commit

_KINDS: Final[Mapping[str, str]] = {
    "disputed_items_wait": "disputed",
    "promises_are_given_their_time": "promised",
    "plans_are_given_their_time": "planned",
    "already_paid_is_looked_into": "already paid",
    "withheld_items_wait": "withheld",
    "paused_debtors_are_left_alone": "paused",
    "suspected_items_wait": "suspected",
    "open_feeds_hold_everything": "open feed",
    "interrupted_feeds_hold_everything": "interrupted feed",
    "open_imports_hold_everything": "open import",
}


@dataclass(slots=True)
class Tally:
    """How much there was, and how much of it without a fact behind it."""

    gated: int = 0
    gated_needlessly: int = 0
    recalled: int = 0
    recalled_needlessly: int = 0
    held: int = 0
    held_needlessly: int = 0

    def add(self, other: "Tally") -> None:
        self.gated += other.gated
        self.gated_needlessly += other.gated_needlessly
        self.recalled += other.recalled
        self.recalled_needlessly += other.recalled_needlessly
        self.held += other.held
        self.held_needlessly += other.held_needlessly

    @property
    def needless_share(self) -> float:
        """Of all that was gated, recalled or held."""
        all_count = self.gated + self.recalled + self.held
        return self.needless / all_count if all_count else 0.0

    @property
    def needless(self) -> int:
        return self.gated_needlessly + self.recalled_needlessly + self.held_needlessly


class Founded:
    """Looks for the fact behind each gate, recall and hold when it is said."""

    def __init__(
        self,
        chase: Chase,
        moments: Moments,
        holds: Holds,
        demands: DemandsTold,
        is_disturbed: Callable[[], bool],
    ) -> None:
        """`is_disturbed`: whether anything may be slow or gone in this history."""
        self._chase, self._moments = chase, moments
        self._holds, self._demands, self._is_disturbed = holds, demands, is_disturbed
        self._began_at: dict[date, int] = {}
        """When each day had begun."""
        self._parked: set[str] = set()
        """Services in which a key was ever parked."""
        self.tally = Tally()
        self.needless: list[str] = []

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case DayStarted() as day if not is_copy(new.stream):
                    self._began_at.setdefault(day.day_on, self._moments.now)
                case KeyParked():
                    self._parked.add(commit.service)
                case DemandGated() as gated:
                    self.tally.gated += 1
                    if not self._is_gated(gated.gate, gated.items, gated.debtor, gated.day_on):
                        self.tally.gated_needlessly += 1
                        self.needless.append(f"{gated.gate} of {gated.debtor} on {gated.day_on}")
                case DemandRecalled() as recalled:
                    self.tally.recalled += 1
                    on = self._demands.demands[recalled.demand].event.day_on
                    if not self._is_gated(recalled.gate, recalled.items, recalled.debtor, on):
                        self.tally.recalled_needlessly += 1
                        self.needless.append(f"recall: {recalled.gate} of {recalled.demand}")
                case MessageHeld() as held:
                    self.tally.held += 1
                    if not self._is_held(held):
                        self.tally.held_needlessly += 1
                        self.needless.append(f"held: {held.cause} {held.service}")

    def _is_held(self, held: MessageHeld) -> bool:
        return held.service in self._parked if held.cause == "parked" else self._is_disturbed()

    def _is_gated(self, gate: str, items: tuple[str, ...], debtor: str, day_on: date) -> bool:
        kind = _KINDS.get(gate)
        if kind is not None:
            return any(self._has_held(kind, item, debtor, day_on) for item in items or ("",))
        began_at = self._began_at.get(day_on, 0)
        match gate:
            case "stale_bank_data_holds_everything":
                covered_on = self._holds.covered_at(began_at)
                asked_on = day_on if is_business_day(day_on, BANKS) else add_bank_days(day_on, 1)
                return is_lagging(covered_on, asked_on, self._chase.feed_days_max)
            case "weekends_and_holidays_are_kept":
                return not is_business_day(day_on, "BE")
            case "messages_keep_their_distance":
                return self._was_near(debtor, day_on)
            case "placed_items_wait":
                proposed = any(one.debtor == debtor for one in self._demands.placements.values())
                placed = (self._has_held(PLACED, item, debtor, day_on) for item in items or ("",))
                return proposed or any(placed)
            case "changed_amounts_are_asked_anew" | "paid_items_are_not_demanded":
                return any(self._has_changed(item) for item in items)
            case _:
                return True

    def _has_changed(self, item: str) -> bool:
        holds = self._holds
        is_changed = len(holds.changes[item]) > 1 or len(holds.dues[item]) > 1
        return is_changed or item in holds.moved

    def _has_held(self, kind: str, item: str, debtor: str, day_on: date) -> bool:
        """At any moment of that day; what is heard may be heard late."""
        began_at = self._began_at.get(day_on, 0)
        return any(
            hold.kind == kind
            and hold.about in ("", item)
            and hold.debtor in ("", debtor)
            and (hold.over_at is None or hold.over_at >= began_at)
            and (hold.until_on is None or day_on <= hold.until_on)
            for hold in self._holds.all
        )

    def _was_near(self, debtor: str, day_on: date) -> bool:
        distance = timedelta(days=self._chase.policy.message_every_days_min)
        return any(
            one.event.debtor == debtor and one.event.day_on <= day_on < one.event.day_on + distance
            for one in self._demands.demands.values()
        )
