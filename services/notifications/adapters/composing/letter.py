"""What a message is composed of: all that is needed, and nothing that changes by itself."""

from dataclasses import dataclass
from datetime import date

from libs.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it is shown."""

    number: str
    issued_on: date
    due_on: date
    overdue_days: int
    """Negative: it is not due yet."""
    asked: Money
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Payee:
    """To whom it is to be paid; no IBAN: none is known."""

    name: str
    iban: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the demand comes to."""

    total: Money
    credit: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be composed; equal letters give equal bytes."""

    template: str
    language: str
    day_on: date
    payee: Payee
    to_name: str
    """Whom it greets; empty: nobody by name."""
    debtor_name: str
    lines: tuple[Line, ...]
    sums: Sums
    attached: tuple[Attached, ...] = ()

    @property
    def reference(self) -> str:
        """One for the whole, when there is one line with one."""
        return self.lines[0].reference if len(self.lines) == 1 else ""
