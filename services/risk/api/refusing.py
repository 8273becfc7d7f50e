"""How a refusal of a decider is answered over HTTP."""

from collections.abc import Mapping
from typing import Final

STATUSES: Final[Mapping[str, int]] = {
    "debtor_unknown": 404,
    "day_has_passed": 422,
    "day_too_far": 422,
    "amount_not_positive": 422,
    "day_unknown": 503,
}
"""Of refusals; 409 for the others, which contradict what is recorded."""
