"""Makes a creditor and its debtors, with accounts and identifiers that check."""

from dataclasses import replace
from random import Random
from typing import Final

from libs.kernel.money import Money
from libs.simulator import checkdigits, names
from libs.simulator.habits import Habit, Manner, habits
from libs.simulator.parties import (
    Address,
    BankAccount,
    Creditor,
    Debtor,
    LegalIds,
    Payer,
    no_accents,
    plain_name,
)

_LANGUAGES: Final = {"BE": ("nl", "fr"), "FR": ("fr",), "NL": ("nl",), "DE": ("de",)}
_PATTERNS: Final = (
    ("{year}-{n:0WIDTHd}", "CN{year}-{n:0WIDTHd}"),
    ("F{short:02d}/{n:0WIDTHd}", "NC{short:02d}/{n:0WIDTHd}"),
    ("INV-{year}-{n:0WIDTHd}", "CRN-{year}-{n:0WIDTHd}"),
    ("VF{short:02d}{n:0WIDTHd}", "VC{short:02d}{n:0WIDTHd}"),
)


def legal_ids(rng: Random, country: str) -> LegalIds:
    """New identifiers with right check digits."""
    match country:
        case "BE":
            number = checkdigits.belgian_enterprise(rng)
            return LegalIds(f"BE{number}", number, number, "0208")
        case "FR":
            number = checkdigits.siren(rng)
            vat, siret = checkdigits.french_vat(number), checkdigits.siret(number)
            return LegalIds(vat, number, siret, "0009")
        case "NL":
            kvk = str(rng.randrange(10_000_000, 89_999_999))
            return LegalIds(f"NL{checkdigits.rsin(rng)}B01", kvk, kvk, "0106")
        case _:
            vat, register = checkdigits.german_vat(rng), f"HRB {rng.randrange(1000, 99999)}"
            return LegalIds(vat, register, vat, "9930")


def address(rng: Random, country: str) -> Address:
    street = f"{rng.choice(names.STREETS[country])} {rng.randrange(1, 180)}"
    town, postcode = rng.choice(names.TOWNS[country])
    return Address(street, town, postcode, country)


def new_creditor(rng: Random, invoices: int, currency: str = "EUR") -> Creditor:
    """A creditor in Belgium, France or the Netherlands; two accounts unless its life is tiny."""
    country = rng.choice(("BE", "FR", "NL"))
    width = max(4, len(str(invoices)))
    invoice, credit_note = rng.choice(_PATTERNS)
    accounts = [_bank_account(rng, country, currency, numbered=True)]
    if invoices >= 40:
        accounts.append(_bank_account(rng, country, currency, numbered=False))
    return Creditor(
        name=rng.choice(names.CREDITORS[country]),
        address=address(rng, country),
        ids=legal_ids(rng, country),
        accounts=tuple(accounts),
        invoice_pattern=invoice.replace("WIDTH", str(width)),
        credit_note_pattern=credit_note.replace("WIDTH", str(width)),
        reference_kind="OGM" if country == "BE" else "RF",
    )


def _bank_account(rng: Random, country: str, currency: str, *, numbered: bool) -> BankAccount:
    iban, bic = checkdigits.new_account(rng, country)
    bank = "Banque Première" if numbered else "Tweede Bank"
    opening = Money.of(f"{rng.randrange(8_000, 30_000)}.{rng.randrange(100):02d}", currency)
    return BankAccount(iban, bic, bank, currency, numbered, opening)


def new_debtors(rng: Random, count: int, home: str) -> list[Debtor]:
    """`count` debtors with habits, three of four in the creditor's country, names all different."""
    taken: set[str] = set()
    customer = rng.randrange(10_000, 40_000)
    debtors: list[Debtor] = []
    group, parent = -1, None
    for place, habit in enumerate(habits(rng, count)):
        if habit.manner is Manner.GROUP and place % 2 == 0:
            group, parent = group + 1, _parent(rng, home, group + 1)
        customer += rng.randrange(1, 9)
        debtor = _debtor(rng, f"C{customer:05d}", habit, _country(rng, home), taken)
        if habit.manner is Manner.GROUP and parent:
            debtor = replace(debtor, payers=(parent, *debtor.payers), group=group)
        debtors.append(replace(debtor, reads=_read_by(debtor, home)))
    return debtors


def _read_by(debtor: Debtor, home: str) -> str:
    """English, by every second debtor in a country whose language the creditor does not speak."""
    is_abroad = debtor.address.country != home and debtor.address.country in ("DE", "NL")
    return "en" if is_abroad and int(debtor.customer_number[1:]) % 2 else ""


def _country(rng: Random, home: str) -> str:
    return home if rng.random() < 0.75 else rng.choice(("BE", "FR", "NL", "DE"))


def _parent(rng: Random, home: str, group: int) -> Payer:
    number = "" if group < len(names.GROUPS) else f" {group}"
    name = f"{names.GROUPS[group % len(names.GROUPS)]}{number}"
    return Payer(name, *checkdigits.new_account(rng, home), kind="parent")


def _debtor(rng: Random, customer: str, habit: Habit, country: str, taken: set[str]) -> Debtor:
    where = address(rng, country)
    name = _company(rng, where, taken)
    person = f"{rng.choice(names.FIRST_NAMES)} {rng.choice(names.SURNAMES[country])}"
    own, second, third = (checkdigits.new_account(rng, country) for _ in range(3))
    shown = _as_the_bank_shows(rng, name)
    payers = (
        Payer(shown, *own, "own"),
        Payer(shown, *second, "second_account"),
        Payer(person, *third, "third_party"),
    )
    language = rng.choice(_LANGUAGES[country])
    ids = legal_ids(rng, country)
    return Debtor(customer, name, where, ids, language, person, habit, payers)


def _company(rng: Random, where: Address, taken: set[str]) -> str:
    country = where.country
    form = rng.choice(names.LEGAL_FORMS[country])
    for attempt in range(1000):
        name = f"{rng.choice(names.TRADES[country])} {rng.choice(names.SURNAMES[country])}"
        name += f" {where.town}" if attempt > 3 else ""
        name += f" {attempt}" if attempt > 20 else ""
        if plain_name(name) not in taken:
            break
    taken.add(plain_name(name))
    return f"{name} {form}"


def _as_the_bank_shows(rng: Random, name: str) -> str:
    bare = no_accents(name)
    return rng.choice((name, name.upper(), bare.upper(), plain_name(name), bare, name[:16].strip()))
