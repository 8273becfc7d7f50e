"""All addresses of dunning, in the order in which they are looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter

from libs.chassis.asking import Asking
from services.dunning.api import (
    approvals,
    calls,
    cases,
    debtors,
    demands,
    disputes,
    lists,
    plans,
    policies,
    promises,
    tasks,
)
from services.dunning.api.policies import Read
from services.dunning.views.reading import Agreed, Chasing

_LISTS: Final[tuple[tuple[Agreed, str], ...]] = (
    ("calls", "call"),
    ("promises", "promise"),
    ("plans", "plan"),
    ("disputes", "dispute"),
    ("pauses", "debtor"),
    ("paid_claims", "item"),
    ("withheld", "item"),
    ("notes", "note"),
    ("tasks", "task"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """Policies as files: how one is read, which are shipped, what their schema is."""

    read: Read
    shipped: Mapping[str, str]
    schema: Mapping[str, Any]


def routes(chasing: Chasing, asking: Asking, written: Written) -> Sequence[APIRouter]:
    """Reads over the view; writes as commands."""
    return (
        policies.shipping(written.shipped, written.schema),
        policies.looking(chasing),
        policies.publishing(written.read, asking),
        cases.router(chasing),
        demands.router(asking, chasing),
        approvals.approving(asking, chasing),
        approvals.withholding(asking, chasing),
        *(lists.looking(chasing, what, identity) for what, identity in _LISTS),
        calls.logging(asking, chasing),
        promises.noting(asking, chasing),
        plans.agreeing(asking, chasing),
        disputes.noting(asking, chasing),
        debtors.looking(chasing),
        debtors.pausing(asking),
        debtors.telling(asking),
        tasks.closing(asking, chasing),
    )
