"""What an agency transfers in a history, under which reference, and what the bank does with it."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Final

RECOVERED: Final = Decimal("10.00")
"""Of each recovery: less than any item is open by."""
FEE_BASIS_POINTS: Final = 1_500
NET: Final = Decimal("8.50")
"""10.00 less 15 %."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One remittance as the agency means it."""

    reference: str
    recoveries_count: int
    is_taken_back: bool = False
    """The bank takes it back."""
    comes_again: bool = False
    """It is transferred a second time, under the same reference."""

    @property
    def net(self) -> Decimal:
        return NET * self.recoveries_count


def new_transfers(random: Random) -> tuple[Transfer, ...]:
    """None to two."""
    return tuple(
        Transfer(
            reference=f"REM-2026-{number:04d}",
            recoveries_count=random.randint(1, 2),
            is_taken_back=random.random() < 0.3,
            comes_again=random.random() < 0.3,
        )
        for number in range(1, random.choice((0, 1, 1, 2)) + 1)
    )
