"""Bank statements: what is read of them, the chain that they form, cover.

A decider dispatches to `needs`, `decide`, `evolve` and `place` what is in `COMMANDS` and
`STATE_TYPES`; the edge makes the command for a statement with `offer_of`.
"""

from services.matching.domain.statements.content import (
    EntryContent,
    OriginalReferences,
    StatementContent,
    decode_content,
    encode_content,
)
from services.matching.domain.statements.dispatching import COMMANDS, decide, needs
from services.matching.domain.statements.evolving import evolve
from services.matching.domain.statements.offering import account_id, offer_of
from services.matching.domain.statements.placing import (
    STATE_TYPES,
    place,
)

__all__ = [
    "COMMANDS",
    "STATE_TYPES",
    "EntryContent",
    "OriginalReferences",
    "StatementContent",
    "account_id",
    "decide",
    "decode_content",
    "encode_content",
    "evolve",
    "needs",
    "offer_of",
    "place",
]
