"""Whatever is made up here passes the check of those who check."""

from random import Random

import pytest
from stdnum import iban, iso11649, luhn
from stdnum.be import ogm_vcs
from stdnum.be import vat as belgian_vat
from stdnum.de import vat as german_vat
from stdnum.fr import siren, siret, tva
from stdnum.nl import btw

from libs.simulator import checkdigits
from libs.simulator.founding import legal_ids
from libs.simulator.tests.lives import SEEDS, life


@pytest.mark.parametrize("country", ["BE", "DE", "FR", "NL"])
def test_account_numbers_check(country: str) -> None:
    rng = Random(country)
    for _ in range(300):
        number, bic = checkdigits.new_account(rng, country)
        assert iban.validate(number) == number
        assert bic[4:6] == country


def test_identifiers_of_organisations_check() -> None:
    rng = Random(0)
    for _ in range(300):
        assert belgian_vat.is_valid(legal_ids(rng, "BE").vat)
        assert btw.is_valid(legal_ids(rng, "NL").vat)
        assert german_vat.is_valid(legal_ids(rng, "DE").vat)
        french = legal_ids(rng, "FR")
        assert tva.is_valid(french.vat)
        assert siren.is_valid(french.legal)
        assert siret.is_valid(french.endpoint)
        assert luhn.is_valid(french.endpoint)


@pytest.mark.parametrize(
    ("base", "written"),
    [
        (909_337_554, "+++090/9337/55493+++"),  # the Belgian banks' own example
        (97 * 1_000_000, "+++009/7000/00097+++"),  # mod 97 = 0, written as 97
    ],
)
def test_a_belgian_reference_ends_in_the_remainder(base: int, written: str) -> None:
    assert checkdigits.ogm(base) == written
    assert ogm_vcs.is_valid(written.strip("+"))


def test_a_creditor_reference_is_the_one_of_the_standard() -> None:
    assert checkdigits.rf("539007547034") == "RF18539007547034"  # ISO 11649's own example


@pytest.mark.parametrize("seed", SEEDS)
def test_all_references_and_accounts_of_a_life_check(seed: int) -> None:
    economy = life(seed)
    references = [invoice.reference for invoice in economy.invoices if invoice.reference]
    assert 0.5 < len(references) / len(economy.invoices) < 0.9
    assert len(set(references)) == len(references)
    for reference in references:
        valid = iso11649 if reference.startswith("RF") else ogm_vcs
        assert valid.is_valid(reference.strip("+")), reference
    accounts = [account.iban for account in economy.creditor.accounts]
    accounts += [payer.iban for debtor in economy.debtors for payer in debtor.payers]
    assert all(iban.is_valid(account) for account in accounts)
