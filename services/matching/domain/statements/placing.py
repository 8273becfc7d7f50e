"""Where states of accounts and statements are found again."""

from collections.abc import Mapping
from typing import Any, Final

from libs.events.loop.decider import Placement
from services.matching.domain.statements.seeing import WAITING
from services.matching.domain.statements.state import (
    AccountChain,
    AccountDay,
    CoverState,
    FeedState,
    StatementState,
)

STATE_TYPES: Final[Mapping[str, type]] = {
    "account": AccountChain,
    "accountday": AccountDay,
    "statement": StatementState,
    "feed": FeedState,
    "cover": CoverState,
}


def place(_: str, state: Any) -> Placement:
    """The placement of a state of this package: statements that wait are found together."""
    if isinstance(state, StatementState) and state.waiting is not None:
        return Placement(index=WAITING)
    return Placement()
