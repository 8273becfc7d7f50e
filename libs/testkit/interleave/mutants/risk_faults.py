"""Deliberate faults of risk, and of what dunning makes of a band, each with what it leaves out."""

from libs.events.contracts.matching import ItemMovedOut, ItemReopened, ItemSettled
from libs.events.contracts.model import Event
from libs.events.loop.decider import Decider
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.chased_scenes import (
    asked_only,
    paid_and_taken_back,
    paid_while_asked,
)
from libs.testkit.interleave.mutants.directed import calm
from libs.testkit.interleave.mutants.fault import Fault, spoiled
from libs.testkit.interleave.mutants.merge_scenes import asked_while_merged
from libs.testkit.interleave.mutants.risk_scenes import asked_by_band
from libs.testkit.interleave.mutants.scorers import BandsUnread, FirstBandKept, Forgetting


def _forgetting(forgotten: type[Event]) -> Setting:
    def spoil(decider: Decider) -> Decider:
        return Forgetting(decider, forgotten)

    return spoiled("risk", spoil, chased=True)


RISK_FAULTS: tuple[Fault, ...] = (
    Fault(
        "risk_forgets_settlements",
        "risk passes over that an item was settled",
        _forgetting(ItemSettled),
        scene=paid_while_asked,
        weather=calm,
    ),
    Fault(
        "risk_forgets_reopenings",
        "risk passes over that an item is open again",
        _forgetting(ItemReopened),
        scene=paid_and_taken_back,
        weather=calm,
    ),
    Fault(
        "owed_at_both",
        "what left with a merged debtor is owed where it was as well",
        _forgetting(ItemMovedOut),
        scene=asked_while_merged,
        weather=calm,
    ),
    Fault(
        "first_band_kept",
        "dunning keeps the first band of a debtor",
        spoiled("dunning", FirstBandKept, chased=True),
        scene=asked_only,
        weather=calm,
    ),
    Fault(
        "bands_unread",
        "a step for some bands is taken for every debtor",
        spoiled("dunning", BandsUnread, chased=True),
        scene=asked_by_band,
        weather=calm,
    ),
)
