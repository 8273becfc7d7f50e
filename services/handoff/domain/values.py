"""What stands in a state before anything is known."""

from datetime import date
from typing import Final

from libs.kernel.money import Money

NO_DAY: Final = date(1, 1, 1)
NO_MONEY: Final = Money.zero("XXX")
"""ISO 4217's code for no currency."""
