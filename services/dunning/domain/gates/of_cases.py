"""Gates that hold a case as a whole."""

from datetime import timedelta

from libs.kernel.days import add_bank_days, is_business_day, next_business_day
from libs.kernel.money import Money
from services.dunning.domain.gates.wish import Hold, Wish
from services.dunning.domain.now import Now
from services.dunning.domain.policies import PolicyVersion

_WHOLE_CASE = Hold()
_ONE_DAY = timedelta(days=1)


def paused_debtors_are_left_alone(wish: Wish) -> Hold | None:
    until_on = wish.debtor.paused_until_on
    if until_on is None or wish.now.today > until_on:
        return None
    return Hold(until_on=until_on + _ONE_DAY)


def small_net_due_waits(wish: Wish) -> Hold | None:
    """What is asked, less what lies on account, has to be something, and the policy's least."""
    net = wish.asked - wish.case.on_account(wish.currency)
    return _WHOLE_CASE if net_is_small(net, wish.policy) else None


def net_is_small(net: Money, policy: PolicyVersion) -> bool:
    least = policy.net_due_mins.get(net.currency)
    return not net.is_positive or (least is not None and net < least)


def stale_bank_data_holds_everything(wish: Wish) -> Hold | None:
    return _WHOLE_CASE if is_stale(wish.now) else None


def is_stale(now: Now) -> bool:
    """Whether the creditor's ledger is known less far than it wants; not known at all is stale."""
    if now.creditor.feed != "required":
        return False
    through_on = now.ledger.through_on
    limit_on = add_bank_days(now.today, -now.creditor.feed_days_max)
    return through_on is None or through_on < limit_on


def open_feeds_hold_everything(wish: Wish) -> Hold | None:
    return _WHOLE_CASE if wish.now.ledger.statements else None


def interrupted_feeds_hold_everything(wish: Wish) -> Hold | None:
    return _WHOLE_CASE if wish.now.ledger.interrupted else None


def open_imports_hold_everything(wish: Wish) -> Hold | None:
    return _WHOLE_CASE if wish.now.ledger.imports else None


def messages_keep_their_distance(wish: Wish) -> Hold | None:
    last_on = wish.case.last_message_on
    if last_on is None:
        return None
    next_on = last_on + timedelta(days=wish.policy.message_every_days_min)
    return Hold(until_on=next_on) if wish.now.today < next_on else None


def weekends_and_holidays_are_kept(wish: Wish) -> Hold | None:
    today = wish.now.today
    if is_business_day(today, wish.calendar):
        return None
    return Hold(until_on=next_business_day(today, wish.calendar))


def no_address_no_message(wish: Wish) -> Hold | None:
    return None if wish.debtor.has_email else _WHOLE_CASE
