"""Where states of accounts and statements are found again."""

from collections.abc import Mapping
from typing import Any, Final

from libs.events.loop.decider import Placement
from libs.kernel.keys import tenant_of
from services.matching.domain.statements.state import (
    AccountChain,
    AccountDay,
    CoverState,
    FeedState,
    StatementState,
)
from services.matching.domain.statements.streams import waiting_index

STATE_TYPES: Final[Mapping[str, type]] = {
    "account": AccountChain,
    "accountday": AccountDay,
    "statement": StatementState,
    "feed": FeedState,
    "cover": CoverState,
}


def place(stream: str, state: Any) -> Placement:
    """The placement of a state of this package: statements that wait are found together."""
    if isinstance(state, StatementState) and state.waiting is not None:
        return Placement(index=waiting_index(tenant_of(stream), state.waiting.account))
    return Placement()
