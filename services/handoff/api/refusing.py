"""How a refusal of a decider is answered over HTTP."""

from collections.abc import Mapping
from typing import Final

STATUSES: Final[Mapping[str, int]] = {
    "debtor_unknown": 404,
    "agency_unknown": 404,
    "placement_unknown": 404,
    "entry_unknown": 404,
    "item_unknown": 422,
    "recovery_unknown": 422,
    "items_of_several_currencies": 422,
    "amount_not_positive": 422,
    "currency_differs": 422,
    "recovered_more_than_open": 422,
    "revision_differs": 412,
    "day_unknown": 503,
}
"""Of refusals; 409 for the others, which contradict what is recorded."""
