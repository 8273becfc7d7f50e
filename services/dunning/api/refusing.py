"""How a refusal of a decider is answered over HTTP."""

from collections.abc import Mapping
from typing import Final

STATUSES: Final[Mapping[str, int]] = {
    "debtor_unknown": 404,
    "promise_unknown": 404,
    "plan_unknown": 404,
    "dispute_unknown": 404,
    "call_unknown": 404,
    "task_unknown": 404,
    "demand_unknown": 404,
    "item_unknown": 422,
    "item_is_not_in_demand": 422,
    "items_of_several_currencies": 422,
    "day_has_passed": 422,
    "day_too_far": 422,
    "amount_not_positive": 422,
    "amount_over_open": 422,
    "currency_differs": 422,
    "policy_name_differs": 422,
    "version_differs": 412,
    "plan_is_not_whole": 422,
    "instalments_out_of_order": 422,
    "day_unknown": 503,
}
"""Of refusals; 409 for the others, which contradict what is recorded."""
