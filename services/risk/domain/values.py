"""Values that stand where nothing is known yet."""

from datetime import date
from decimal import Decimal
from typing import Final

from libs.kernel.money import Money

NO_MONEY: Final = Money(Decimal(0), "XXX")
"""ISO 4217's code for no currency: a state before its first event."""

NO_DAY: Final = date(1, 1, 1)
"""As a day to look at something again: the next one, whichever that is."""
