"""The one form in which documents' numbers are compared, by whoever indexes and whoever asks."""

import re
import unicodedata
from itertools import pairwise
from typing import Final

ENOUGH: Final = 5
"""Letters and digits without which a number in a text is certain of nothing (protocol §2)."""

_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1"})
_GROUP: Final = re.compile(r"[A-Z]+|[0-9]+")


def normalised_number(text: str) -> str:
    """`text` as numbers are compared: groups of letters and digits, no case, O is 0, I is 1.

    Groups of digits lose their leading zeros and have a dot between them, so that 2026-0123 is
    2026-123 and neither 2026-1-23 nor 2026-1230. Five letters and digits are left of five or more:
    the last group keeps zeros for that. Fewer are kept as they are, without a dot: F26/1 is not
    F26/0001. So the form has five characters or more exactly if the number has five letters and
    digits or more; its length is what an item keeps as `number_length`.

    >>> normalised_number("inv - 2O26 - 0030"), normalised_number("F26/0001")
    ('1NV2026.30', 'F26.01')
    """
    groups = _GROUP.findall(lookalikes_as_digits(folded(text)))
    if sum(map(len, groups)) < ENOUGH:
        return "".join(groups)
    return _joined(_filled([_bare(group) for group in groups]))


def folded(text: str) -> str:
    """Upper case, without accents, full-width and other forms of letters and digits made plain."""
    apart = unicodedata.normalize("NFKD", text.upper())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def lookalikes_as_digits(upper: str) -> str:
    """O as 0 and I as 1."""
    return upper.translate(_LOOKALIKES)


def _bare(group: str) -> str:
    return group.lstrip("0") or "0"


def _filled(groups: list[str]) -> list[str]:
    """With zeros before the last group of digits, where fewer than five signs would be left."""
    missing = ENOUGH - sum(map(len, groups))
    if missing <= 0:
        return groups
    last = max(place for place, group in enumerate(groups) if group.isdigit())
    return [*groups[:last], "0" * missing + groups[last], *groups[last + 1 :]]


def _joined(groups: list[str]) -> str:
    text = groups[0]
    for before, group in pairwise(groups):
        text += f".{group}" if before.isdigit() and group.isdigit() else group
    return text
