"""A payer's name as it is compared: no case, accents, punctuation, titles, legal form, order."""

import re
import unicodedata
from typing import Final

_DOTTED: Final = re.compile(r"\b(?:\w\.)+(?:\w\b)?")  # `B.V.`, and `B.V` where it was cut short
_NO_LETTER_OR_DIGIT: Final = re.compile(r"[\W_]+")
_NAME_MAX: Final = 200

_LEGAL_FORMS_TEXT: Final = """
ab ag as asbl aps bv bvba cv cvba co cokg company corp corporation ek eg eirl eurl ev ewiv gbr gcv
gie gmbh inc incorporated kg kgaa llc llp limited ltd maatschap nv ohg oy plc pgmbh rl sa sarl sas
sasu sc sca scop scs sci scrl se sl slu snc spa sprl srl srls stichting ug vof vzw zn
"""
_TITLES_TEXT: Final = """
m mme mlle mr mrs ms dhr mevr mw heer mevrouw herr frau monsieur madame the de le la les het der
die das e o of ou en et und and hr dr ing ir
"""
LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS_TEXT.split())
TITLES: Final = frozenset(_TITLES_TEXT.split())
_LETTERS_APART: Final = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"}


def normalised_name(name: str) -> str:
    """The words that make up a name, each once, sorted; a name of fillers alone keeps them.

    >>> normalised_name("Dhr. P. Janssen") == normalised_name("JANSSEN P")
    True
    """
    folded = name[:_NAME_MAX].casefold()
    for letter, written in _LETTERS_APART.items():
        folded = folded.replace(letter, written)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", folded)
        if not unicodedata.combining(letter)
    )
    dotless = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "") + " ", plain)
    words = set(_NO_LETTER_OR_DIGIT.sub(" ", dotless).split())
    kept = words - LEGAL_FORMS - TITLES
    return " ".join(sorted(kept or words))
