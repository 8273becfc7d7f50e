"""Policies of few steps, short enough for a history."""

from random import Random
from typing import Final

from libs.events.contracts.dunning import PolicyFacts, PolicyStep

_AFTER_DUE: Final = (
    PolicyStep(
        step="reminder", anchor="after_due", offset_days=2, channel="email", template="reminder"
    ),
    PolicyStep(
        step="firm",
        anchor="after_due",
        offset_days=6,
        channel="email",
        tone="firm",
        template="firm",
    ),
)
_WITH_A_CALL: Final = (
    PolicyStep(
        step="reminder", anchor="after_due", offset_days=1, channel="email", template="reminder"
    ),
    PolicyStep(
        step="call",
        anchor="after_previous",
        offset_days=1,
        days="business",
        channel="call",
        tone="firm",
        log_days_max=1,
    ),
    PolicyStep(
        step="last",
        anchor="after_previous",
        offset_days=2,
        channel="email",
        tone="last",
        template="last",
    ),
    PolicyStep(
        step="placement", anchor="after_previous", offset_days=2, channel="placement", tone="last"
    ),
)
_BEFORE_AND_AFTER: Final = (
    PolicyStep(
        step="notice",
        anchor="before_due",
        offset_days=3,
        channel="email",
        tone="notice",
        template="notice",
    ),
    PolicyStep(
        step="reminder", anchor="after_due", offset_days=2, channel="email", template="reminder"
    ),
)

_BY_BAND: Final = (
    PolicyStep(
        step="reminder", anchor="after_due", offset_days=1, channel="email", template="reminder"
    ),
    PolicyStep(
        step="call",
        anchor="after_previous",
        offset_days=1,
        days="business",
        channel="call",
        tone="firm",
        log_days_max=1,
        bands=("C", "D", "E"),
    ),
    PolicyStep(
        step="firm",
        anchor="after_due",
        offset_days=4,
        channel="email",
        tone="firm",
        template="firm",
        bands=("A", "B", "C"),
    ),
    PolicyStep(
        step="last",
        anchor="after_due",
        offset_days=7,
        channel="email",
        tone="last",
        template="last",
    ),
    PolicyStep(
        step="placement",
        anchor="after_previous",
        offset_days=1,
        channel="placement",
        tone="last",
        bands=("E",),
    ),
)

LADDERS: Final = (_AFTER_DUE, _AFTER_DUE, _WITH_A_CALL, _BEFORE_AND_AFTER, _BY_BAND)


def drawn_policy(random: Random) -> PolicyFacts:
    """A ladder, and the days around it."""
    return PolicyFacts(
        policy="short",
        title="Short",
        steps=random.choice(LADDERS),
        message_every_days_min=random.choice((0, 1, 1, 2)),
        grace_days=random.choice((0, 2)),
        paid_claim_days=random.choice((2, 4)),
        settle_days=random.choice((0, 1, 2)),
    )
