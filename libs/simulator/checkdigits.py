"""Account numbers, references and identifiers with right check digits."""

from collections.abc import Callable
from random import Random

_DUTCH_BANKS = ("ABNA", "INGB", "RABO", "TRIO")
_FRENCH_BANKS = ("30004", "30003", "10278", "20041")
_BELGIAN_BANKS = ("001", "063", "310", "737")
_GERMAN_BANKS = ("10010010", "37040044", "70150000", "50010517")
_BICS = {
    "ABNA": "ABNANL2A", "INGB": "INGBNL2A", "RABO": "RABONL2U", "TRIO": "TRIONL2U",
    "30004": "BNPAFRPP", "30003": "SOGEFRPP", "10278": "CMCIFR2A", "20041": "PSSTFRPP",
    "001": "GEBABEBB", "063": "GKCCBEBB", "310": "BBRUBEBB", "737": "KREDBEBB",
    "10010010": "PBNKDEFF", "37040044": "COBADEFF", "70150000": "SSKMDEMM", "50010517": "INGDDEFF",
}  # fmt: skip


def digits(rng: Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _as_number(text: str) -> int:
    return int("".join(str(int(c, 36)) for c in text))


def iban(country: str, bban: str) -> str:
    """ISO 13616: two check digits so that the whole is 1 modulo 97."""
    return f"{country}{98 - _as_number(f'{bban}{country}00') % 97:02d}{bban}"


def new_account(rng: Random, country: str) -> tuple[str, str]:
    """A new (IBAN, BIC) of `country`: BE, DE, FR or NL."""
    bank, bban = _ACCOUNTS[country](rng)
    return iban(country, bban), _BICS[bank]


def _belgian_account(rng: Random) -> tuple[str, str]:
    bank = rng.choice(_BELGIAN_BANKS)
    number = bank + digits(rng, 7)
    return bank, f"{number}{int(number) % 97 or 97:02d}"


def _french_account(rng: Random) -> tuple[str, str]:
    bank, branch, number = rng.choice(_FRENCH_BANKS), digits(rng, 5), digits(rng, 11)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(number)) % 97
    return bank, f"{bank}{branch}{number}{key:02d}"


def _dutch_account(rng: Random) -> tuple[str, str]:
    bank = rng.choice(_DUTCH_BANKS)
    while True:
        number = "0" + digits(rng, 8)
        last = -sum(w * int(d) for w, d in zip(range(10, 1, -1), number, strict=True)) % 11
        if last < 10:
            return bank, f"{bank}{number}{last}"


def _german_account(rng: Random) -> tuple[str, str]:
    bank = rng.choice(_GERMAN_BANKS)
    return bank, bank + digits(rng, 10)


_ACCOUNTS: dict[str, Callable[[Random], tuple[str, str]]] = {
    "BE": _belgian_account,
    "DE": _german_account,
    "FR": _french_account,
    "NL": _dutch_account,
}


def ogm(base: int) -> str:
    """Belgian structured communication (OGM/VCS) of ten digits: modulo 97, 0 written as 97."""
    text = f"{base:010d}{base % 97 or 97:02d}"
    return f"+++{text[:3]}/{text[3:7]}/{text[7:]}+++"


def rf(reference: str) -> str:
    """ISO 11649 creditor reference of at most 21 letters and digits."""
    return f"RF{98 - _as_number(f'{reference}RF00') % 97:02d}{reference}"


def _luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


def siren(rng: Random) -> str:
    return _luhn("8" + digits(rng, 7))


def siret(siren_number: str) -> str:
    """The head office of a French company."""
    return _luhn(f"{siren_number}0001")


def french_vat(siren_number: str) -> str:
    return f"FR{(12 + 3 * int(siren_number)) % 97:02d}{siren_number}"


def belgian_enterprise(rng: Random) -> str:
    base = "0" + str(rng.randrange(4, 8)) + digits(rng, 6)
    return f"{base}{97 - int(base) % 97:02d}"


def rsin(rng: Random) -> str:
    """Dutch fiscal number of nine digits by the test of eleven."""
    while True:
        body = "8" + digits(rng, 7)
        last = sum(w * int(d) for w, d in zip(range(9, 1, -1), body, strict=True)) % 11
        if last < 10:
            return f"{body}{last}"


def german_vat(rng: Random) -> str:
    """ISO 7064, modulo 11, 10."""
    body, check = str(rng.randrange(1, 10)) + digits(rng, 7), 10
    for digit in body:
        check = ((check + int(digit)) % 10 or 10) * 2 % 11
    return f"DE{body}{(11 - check) % 10}"
