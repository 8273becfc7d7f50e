"""What the ledger says to an erasure: what stands against it, or which payments go with it."""

from datetime import date
from typing import Literal

from libs.events.contracts.ingestion_erasure import PAYMENTS_MAX, ErasureCause
from libs.events.contracts.model import Event, Field

Verdict = Literal["blocked", "waits", "free"]
"""`blocked`: somebody has to act. `waits`: a term runs. `free`: nothing stands against it."""


class ErasureJudged(Event, type="relance.matching.erasure_judged.v1"):
    """The answer to one question. `free` comes in as many parts as the payments take."""

    debtor: str
    asking: int
    """Of the question."""
    verdict: Verdict
    cause: ErasureCause | None = None
    """None: it is free."""
    about: str = ""
    """Id of the item, the payment or the credit note that stands against it."""
    number: str = ""
    until_on: date | None = None
    """Of what waits: the first day on which nothing stands against it."""
    law: str = ""
    """Of what waits: where the term stands."""
    part: int = Field(default=1, ge=1)
    parts: int = Field(default=1, ge=1)
    payments: tuple[str, ...] = Field(default=(), max_length=PAYMENTS_MAX)
    """Of what is free: payments, and returns of them, whose keys go with the debtor's."""


ERASURE_EVENTS: tuple[type[Event], ...] = (ErasureJudged,)
