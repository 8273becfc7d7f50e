"""Why a day does not begin.

Refusal
├── DaysAreNotPlayedHere
├── DayWentBack
└── DayTooFarAhead
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class DaysAreNotPlayedHere(Refusal):
    """This platform's days pass by the clock; they cannot be advanced by command."""

    RULE: ClassVar[str] = "days_are_not_played_here"


class DayWentBack(Refusal):
    """{to_on} is before {day_on}, the day it is now; days never go back."""

    RULE: ClassVar[str] = "day_went_back"


class DayTooFarAhead(Refusal):
    """{to_on} is more than {days_max} days after {day_on}; advance in smaller steps."""

    RULE: ClassVar[str] = "day_too_far_ahead"
