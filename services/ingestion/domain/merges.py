"""Merges of debtors: one key of the tenant knows the whole forest, so there are no rings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from libs.events.contracts.ingestion import MergeDecided
from libs.events.loop.decider import Decision, Recorded, Send
from services.ingestion.domain.commands import CloseDebtor, MergeDebtors
from services.ingestion.domain.paths import debtor_path, merges_path
from services.ingestion.domain.refusals import (
    AlreadyMerged,
    MergeChainTooLong,
    MergedWithItself,
    MergeMakesRing,
)

CHAIN_MAX: Final = 4
"""Merges that a document passes at most on its way to the last debtor; each spends depth, and so
does each for what a payment says of an item that it suspected before they were made."""


@dataclass(frozen=True, slots=True)
class Merges:
    """Which debtor of a tenant was merged into which."""

    into: dict[str, str] = field(default_factory=dict)


def merge(command: MergeDebtors, merges: Merges, *, tenant: str) -> Decision:
    debtor, into = command.debtor, command.into
    answer = {"debtor": debtor, "into": into}
    if merges.into.get(debtor) == into:
        return Decision(answer=answer | {"outcome": "duplicate"})
    _refuse_a_wrong_merge(debtor, into, merges.into)
    decided = MergeDecided(debtor=debtor, into=into, decided_by=command.decided_by)
    return Decision(
        events=(Recorded(merges_path(tenant), decided),),
        sends=(Send(debtor_path(tenant, debtor), CloseDebtor(debtor=debtor, into=into)),),
        answer=answer | {"outcome": "accepted"},
    )


def decided(merges: Merges, event: MergeDecided) -> Merges:
    return Merges({**merges.into, event.debtor: event.into})


def _refuse_a_wrong_merge(debtor: str, into: str, merged: Mapping[str, str]) -> None:
    if debtor == into:
        raise MergedWithItself(debtor=debtor)
    if debtor in merged:
        raise AlreadyMerged(debtor=debtor, into=merged[debtor])
    onward = _onward(into, merged)
    if debtor in onward:
        raise MergeMakesRing(debtor=debtor, into=into)
    length = _longest_before(debtor, merged) + 1 + len(onward)
    if length > CHAIN_MAX:
        end = onward[-1] if onward else into
        raise MergeChainTooLong(length=length, length_max=CHAIN_MAX, end=end)


def _onward(debtor: str, merged: Mapping[str, str]) -> list[str]:
    """The debtors that `debtor` was merged into, in order; there is no ring to walk in."""
    path: list[str] = []
    while debtor in merged:
        debtor = merged[debtor]
        path.append(debtor)
    return path


def _longest_before(debtor: str, merged: Mapping[str, str]) -> int:
    """How many merges lie on the longest way into `debtor`."""
    depths = (
        len(_onward(one, merged)) - len(_onward(debtor, merged))
        for one in merged
        if debtor in _onward(one, merged)
    )
    return max(depths, default=0)
