"""What is due of a case is asked for, each step by its channel, as far as the gates let it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from libs.events.contracts.dunning import DemandGated, Gate
from services.dunning.domain.cases.state import Held
from services.dunning.domain.channels import CHANNELS, Channel
from services.dunning.domain.gates.rules import GATES_OF, pass_gates
from services.dunning.domain.gates.wish import Hold
from services.dunning.domain.ladder import Next
from services.dunning.domain.review import Review

LADDER_REST_DAYS: Final = 10
"""Calendar days after the last step of a ladder that hands nobody on: then a person decides."""


def ask(review: Review) -> None:
    """Ask for what is due today; say what is held, and note when something is due next."""
    due = list(_due(review))
    held: dict[Gate, Hold] = {}
    for name, channel in CHANNELS.items():
        steps = [one for one in due if one.step.channel == name]
        if steps:
            held = _together(held, _ask_by(name, channel, review, steps))
    _say(review, held)


def _due(review: Review) -> Iterator[Next]:
    """The items whose next step has come; of the others, the day on which it does is noted.

    Whoever is to be called already is not due for more until that call was made or missed.
    """
    file, case = review.file, review.case
    called = {item for call in case.open_calls.values() for item in call.items}
    for item in file.open_items(review.case_id):
        following = review.next_of(item)
        if following is None and not item.is_placed:
            _end_ladder(review, max((step.on for step in item.steps.values()), default=item.due_on))
        elif following is None or item.item in called:
            continue
        elif following.day_on > review.today:
            review.look_on(following.day_on, following.step.step)
        else:
            yield following


def _end_ladder(review: Review, last_on: date) -> None:
    over_on = last_on + timedelta(days=LADDER_REST_DAYS)
    if review.today < over_on:
        review.look_on(over_on)
    else:
        review.file.open_task("ladder_ended", review.case_id, review.case_id, again=False)


def _ask_by(
    name: str, channel: Channel, review: Review, steps: Sequence[Next]
) -> Mapping[Gate, Hold]:
    """Ask by one channel; what its gates held. What is held is looked at again: on the day that
    a gate ends by itself, else tomorrow, in case that what ends it was missed."""
    passed, held = pass_gates(review.wish(steps), GATES_OF[name])
    for hold in held.values():
        if hold.until_on is not None and hold.until_on > review.today:
            review.look_on(hold.until_on)
        else:
            review.look_tomorrow()
    if passed.due:
        channel(review, passed)
    return held


def _together(one: Mapping[Gate, Hold], other: Mapping[Gate, Hold]) -> dict[Gate, Hold]:
    """What two channels hold: of a gate that both name, the whole case, or all of its items."""
    both = {**other, **one}
    for gate in one.keys() & other.keys():
        if one[gate].items and other[gate].items:
            both[gate] = Hold(one[gate].items + other[gate].items, one[gate].until_on)
        else:
            both[gate] = one[gate] if not one[gate].items else other[gate]
    return both


def _say(review: Review, held: Mapping[Gate, Hold]) -> None:
    """Say what is held, once per change of cause; of the whole case the first gate alone."""
    whole = next((gate for gate, hold in held.items() if not hold.items), None)
    for gate, hold in held.items():
        known = review.case.held.get(gate)
        if (hold.items or gate == whole) and not _is_said(hold, known):
            gated = DemandGated(
                **review.file.about(review.case_id),
                gate=gate,
                items=hold.items,
                until_on=hold.until_on,
                day_on=review.today,
            )
            review.file.on_case(review.case_id, gated)
            if gate == "no_address_no_message":
                debtor = review.file.debtor_id
                review.file.open_task("address_missing", debtor, review.case_id)


def _is_said(hold: Hold, known: Held | None) -> bool:
    if known is None or known.until_on != hold.until_on:
        return False
    return set(hold.items) <= set(known.items) if hold.items else not known.items
