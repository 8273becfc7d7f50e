"""Where states of accounts and statements are found again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from libs.events.loop.decider import Lookup, Placement
from libs.kernel.keys import tenant_of
from services.matching.domain.statements.seeing import WAITING
from services.matching.domain.statements.state import (
    AccountChain,
    AccountDay,
    CoverState,
    FeedState,
    StatementState,
)


@dataclass(frozen=True, slots=True)
class OpenSeen:
    """A statement that was accepted and has not been said to be at rest."""

    tenant: str
    account: str
    statement: str
    chunks_count: int


_OPEN: Final = "open_statement"
_OPEN_MAX: Final = 1_000

LOOKUP_TYPES: Final[Mapping[str, type]] = {_OPEN: OpenSeen}

STATE_TYPES: Final[Mapping[str, type]] = {
    "account": AccountChain,
    "accountday": AccountDay,
    "statement": StatementState,
    "feed": FeedState,
    "cover": CoverState,
}


def open_statements() -> Lookup:
    """All statements that have to be watched until they come to rest; `Entry.owner` is the key."""
    return Lookup(_OPEN, "all", _OPEN_MAX)


def place(stream: str, state: Any) -> Placement:
    """The placement of a state of this package."""
    match state:
        case StatementState() if state.waiting is not None:
            return Placement(index=WAITING)
        case AccountChain() if state.open:
            tenant = tenant_of(stream)
            return Placement(
                entries=tuple(
                    (_OPEN, "all", OpenSeen(tenant, state.account, statement, one.chunks_count))
                    for statement, one in state.open.items()
                )
            )
        case _:
            return Placement()
