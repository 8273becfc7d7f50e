"""Which register a country asks of who collects from consumers there: dated records of law."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_name("consumer_registers.json")


@dataclass(frozen=True, slots=True)
class Register:
    """One register, and from when on it is asked for."""

    country: str
    register: str
    from_on: date
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Entered:
    """An agency's entry in a register."""

    country: str
    register_id: str
    number: str


def _read() -> tuple[Register, ...]:
    rows = json.loads(_FILE.read_text("utf-8"))
    return tuple(Register(**{**row, "from_on": date.fromisoformat(row["from_on"])}) for row in rows)


REGISTERS: Final = _read()


def missing(country: str, on: date, has: Iterable[Entered]) -> Register | None:
    """The register that `country` asks for and that is not among `has`; None: none is missing."""
    entered = {(one.country, one.register_id) for one in has}
    for asked in REGISTERS:
        if asked.country == country and asked.from_on <= on:
            return None if (country, asked.register) in entered else asked
    return None
