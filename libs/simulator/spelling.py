"""The ways in which people write an invoice number, or several, in a transfer's text."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from libs.simulator.habits import Spelling

NUMBER_MIN: Final = 5
"""Letters and digits without which a number in a text is none (protocol.md §2)."""


def spelled(rng: Random, number: str, spelling: Spelling) -> str:
    """`number` as this payer writes it; where a spelling has nothing to change, plainly."""
    match spelling:
        case Spelling.LOWER:
            return number.lower()
        case Spelling.SPACED:
            return rng.choice((" - ", " ")).join(_runs(number))
        case Spelling.SQUASHED:
            return "".join(_runs(number))
        case Spelling.SEPARATOR:
            return rng.choice(("/", ".", "-", "_")).join(_runs(number))
        case Spelling.LETTER_O:
            return number.replace("0", "O")
        case Spelling.LETTER_I:
            return number.replace("1", "I")
        case Spelling.ZEROS_DROPPED:
            return _without_zeros(number)
        case _:
            return number


def _without_zeros(number: str) -> str:
    """`2026-0123` as `2026-123`; as it was, where too few signs would be left to be sure."""
    *head, serial = re.split(r"(?<=[^0-9A-Za-z])", number)
    shorter = "".join(head) + serial.lstrip("0")
    return shorter if head and len("".join(_runs(shorter))) >= NUMBER_MIN else number


def _runs(number: str) -> list[str]:
    return [run for run in re.split(r"[^0-9A-Za-z]", number) if run]


def listed(rng: Random, numbers: Sequence[str], spelling: Spelling) -> str:
    """Several numbers: in full, by their tails (`2026-0123/124/130`) or as a range."""
    first, last = numbers[0], numbers[-1]
    if _follow_one_another(numbers) and len(numbers) > 2 and rng.random() < 0.5:
        return f"{first} {rng.choice(('-', 't/m', 'tot'))} {last[-4:]}"
    if len({number[:-4] for number in numbers}) == 1 and rng.random() < 0.5:
        length = 4 if any(number[-4] != first[-4] for number in numbers) else rng.choice((3, 4))
        between = rng.choice(("/", ", ", " + ", ","))
        return between.join([first, *(number[-length:] for number in numbers[1:])])
    between = rng.choice((", ", " + ", " et ", " / ", " "))
    return between.join(spelled(rng, number, spelling) for number in numbers)


def _follow_one_another(numbers: Sequence[str]) -> bool:
    serials = [int(number[-4:]) for number in numbers]
    return serials == list(range(serials[0], serials[0] + len(numbers)))


def short(number: str) -> str:
    """Only the serial, without zeros: too little for anyone to be sure."""
    return re.split(r"[^0-9]", number)[-1][-4:].lstrip("0")


def mistyped(rng: Random, number: str) -> str:
    """Two neighbouring digits of the serial exchanged, or one changed where all are equal."""
    body, serial = number[:-4], number[-4:]
    places = [i for i in range(3) if serial[i] != serial[i + 1]]
    if not places:
        return body + str((int(serial) + 1357) % 10_000).zfill(4)
    i = rng.choice(places)
    return body + serial[:i] + serial[i + 1] + serial[i] + serial[i + 2 :]
