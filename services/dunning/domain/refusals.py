"""Why dunning does not do what a person asks.

Refusal
├── DebtorUnknown
├── DebtorIsMerged
├── ItemUnknown
├── ItemIsClosed
├── ItemsOfSeveralCurrencies
├── NothingIsOpen
├── DayUnknown
├── DayHasPassed
├── DayTooFar
├── AmountNotPositive
├── AmountOverOpen
├── CurrencyDiffers
├── PromiseUnknown
├── PromiseIsJudged
├── PlanUnknown
├── PlanIsOver
├── PlanIsNotWhole
├── InstalmentsOutOfOrder
├── DisputeUnknown
├── DisputeIsResolved
├── CallUnknown
├── CallIsOver
├── TaskUnknown
├── DemandUnknown
├── DemandIsNotUncertain
├── DayOfDemandIsOver
├── AnotherPersonHasToApprove
├── ItemIsNotInDemand
├── ItemIsNotWithheld
├── NothingIsPaused
├── PolicyNameDiffers
└── VersionDiffers
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class DebtorUnknown(Refusal):
    """There is no debtor {debtor}."""

    RULE: ClassVar[str] = "debtor_unknown"


class DebtorIsMerged(Refusal):
    """Debtor {debtor} was merged into {into}: say it there."""

    RULE: ClassVar[str] = "debtor_is_merged"


class ItemUnknown(Refusal):
    """Debtor {debtor} has no item {item}."""

    RULE: ClassVar[str] = "item_unknown"


class ItemIsClosed(Refusal):
    """Nothing of item {item} is open."""

    RULE: ClassVar[str] = "item_is_closed"


class ItemsOfSeveralCurrencies(Refusal):
    """The items are in {currencies}; say it once for each currency."""

    RULE: ClassVar[str] = "items_of_several_currencies"


class NothingIsOpen(Refusal):
    """Nothing is open of debtor {debtor}."""

    RULE: ClassVar[str] = "nothing_is_open"


class DayUnknown(Refusal):
    """No day has begun yet for creditor {creditor}; try again in a moment."""

    RULE: ClassVar[str] = "day_unknown"


class DayHasPassed(Refusal):
    """{day_on} lies before today, {today_on}."""

    RULE: ClassVar[str] = "day_has_passed"


class DayTooFar(Refusal):
    """{day_on} is too far from today, {today_on}, to be meant."""

    RULE: ClassVar[str] = "day_too_far"


class AmountNotPositive(Refusal):
    """{amount} is nothing to speak of; it has to be more than zero."""

    RULE: ClassVar[str] = "amount_not_positive"


class AmountOverOpen(Refusal):
    """{amount} is more than the {open} that are open."""

    RULE: ClassVar[str] = "amount_over_open"


class CurrencyDiffers(Refusal):
    """{amount} is not in {currency}."""

    RULE: ClassVar[str] = "currency_differs"


class PromiseUnknown(Refusal):
    """Debtor {debtor} has no promise {promise}."""

    RULE: ClassVar[str] = "promise_unknown"


class PromiseIsJudged(Refusal):
    """Promise {promise} is {standing} already."""

    RULE: ClassVar[str] = "promise_is_judged"


class PlanUnknown(Refusal):
    """Debtor {debtor} has no plan {plan}."""

    RULE: ClassVar[str] = "plan_unknown"


class PlanIsOver(Refusal):
    """Plan {plan} is {standing} already."""

    RULE: ClassVar[str] = "plan_is_over"


class PlanIsNotWhole(Refusal):
    """The instalments come to {total}, and {open} are open of the items."""

    RULE: ClassVar[str] = "plan_is_not_whole"


class InstalmentsOutOfOrder(Refusal):
    """An instalment of {due_on} comes behind one of {before_on}; each has a later day."""

    RULE: ClassVar[str] = "instalments_out_of_order"


class DisputeUnknown(Refusal):
    """Item {item} has no dispute {dispute}."""

    RULE: ClassVar[str] = "dispute_unknown"


class DisputeIsResolved(Refusal):
    """Dispute {dispute} was resolved already, as {resolution}."""

    RULE: ClassVar[str] = "dispute_is_resolved"


class CallUnknown(Refusal):
    """No call {call} is scheduled for debtor {debtor}."""

    RULE: ClassVar[str] = "call_unknown"


class CallIsOver(Refusal):
    """Call {call} is over: {standing}."""

    RULE: ClassVar[str] = "call_is_over"


class TaskUnknown(Refusal):
    """There is no task {task}."""

    RULE: ClassVar[str] = "task_unknown"


class DemandUnknown(Refusal):
    """No demand {demand} of debtor {debtor} waits for its outcome."""

    RULE: ClassVar[str] = "demand_unknown"


class DemandIsNotUncertain(Refusal):
    """What became of demand {demand} is not for a person to say: its message is under way."""

    RULE: ClassVar[str] = "demand_is_not_uncertain"


class DayOfDemandIsOver(Refusal):
    """Demand {demand} was for {day_on}; today, {today_on}, it is decided anew."""

    RULE: ClassVar[str] = "day_of_demand_is_over"


class AnotherPersonHasToApprove(Refusal):
    """{approved_by} approved demand {demand} already; another person has to, too."""

    RULE: ClassVar[str] = "another_person_has_to_approve"


class ItemIsNotInDemand(Refusal):
    """Demand {demand} does not ask for item {item}."""

    RULE: ClassVar[str] = "item_is_not_in_demand"


class ItemIsNotWithheld(Refusal):
    """Nobody withholds item {item}."""

    RULE: ClassVar[str] = "item_is_not_withheld"


class NothingIsPaused(Refusal):
    """Debtor {debtor} is not paused."""

    RULE: ClassVar[str] = "nothing_is_paused"


class PolicyNameDiffers(Refusal):
    """The policy calls itself {named}, not {policy}."""

    RULE: ClassVar[str] = "policy_name_differs"


class VersionDiffers(Refusal):
    """Policy {policy} was published meanwhile: its newest version is {version}."""

    RULE: ClassVar[str] = "version_differs"
