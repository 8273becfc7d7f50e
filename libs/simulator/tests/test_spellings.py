"""However a number is written, it is read back, and nothing else with it."""

from random import Random

import pytest

from libs.simulator.habits import Spelling, Wording
from libs.simulator.reading import Reader
from libs.simulator.spelling import listed, mistyped, short, spelled
from libs.simulator.tests.lives import SEEDS, life

NUMBERS = ("2026-0123", "2026-0124", "2026-0125", "2026-0130", "2026-1123", "2025-0123")


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["Facture 2026-0123"], {"2026-0123"}),
        (["fact 2026 0123 merci"], {"2026-0123"}),
        (["FACT20260123"], {"2026-0123"}),
        (["2O26-OI23"], {"2026-0123"}),  # letters for digits
        (["2026/123"], {"2026-0123"}),  # leading zeros dropped
        (["Virement en votre faveur Facture 20", "26-0123"], {"2026-0123"}),  # cut inside
        (["Facture", "2026-0123"], {"2026-0123"}),  # cut between
        (["2026-0123/124/130"], {"2026-0123", "2026-0124", "2026-0130"}),
        (["2026-0123, 0125"], {"2026-0123", "2026-0125"}),
        (["2026-0123 + 24 en 30"], {"2026-0123", "2026-0124", "2026-0130"}),
        (["2026-0123 t/m 0125"], {"2026-0123", "2026-0124", "2026-0125"}),
        (["2026-0123 tot 125"], {"2026-0123", "2026-0124", "2026-0125"}),
        (["2026-0123 - 0125"], {"2026-0123", "2026-0124", "2026-0125"}),
        (["2026-0123 2025-0123"], {"2026-0123", "2025-0123"}),
        (["Facture 123"], set()),
        (["Facture 2026-0132"], set()),  # no such number
        (["abonnement mars 2026"], set()),
        ([], set()),
    ],
)
def test_numbers_are_read(lines: list[str], named: set[str]) -> None:
    assert Reader(NUMBERS).numbers(lines) == named


@pytest.mark.parametrize("number", ["2026-0123", "F26/0123", "INV-2026-0123", "VF260123"])
@pytest.mark.parametrize("spelling", list(Spelling))
def test_each_spelling_is_read_back(number: str, spelling: Spelling) -> None:
    others = [number.replace("123", other) for other in ("124", "231", "999")]
    for seed in range(10):
        written = spelled(Random(seed), number, spelling)
        assert Reader([number, *others]).numbers([f"Facture {written}"]) == {number}, written


@pytest.mark.parametrize("numbers", [NUMBERS[:2], NUMBERS[:3], NUMBERS[:4], NUMBERS[2:4]])
def test_each_list_is_read_back(numbers: tuple[str, ...]) -> None:
    forms = {listed(Random(seed), numbers, Spelling.PLAIN) for seed in range(60)}
    assert len(forms) > 5
    for form in forms:
        assert Reader(NUMBERS).numbers([form]) == set(numbers), form


def test_zeros_are_not_dropped_where_too_few_signs_would_be_left() -> None:
    dropped = Spelling.ZEROS_DROPPED
    assert spelled(Random(0), "2026-0007", dropped) == "2026-7"
    assert spelled(Random(0), "F26/0123", dropped) == "F26/123"
    assert spelled(Random(0), "F26/0007", dropped) == "F26/0007"
    assert spelled(Random(0), "VF260123", dropped) == "VF260123"


def test_a_short_or_mistyped_number_is_no_number() -> None:
    assert short("2026-0123") == "123"
    wrong = {mistyped(Random(seed), "2026-0123") for seed in range(20)}
    assert wrong == {"2026-1023", "2026-0213", "2026-0132"}
    assert mistyped(Random(0), "2026-0000") != "2026-0000"


@pytest.mark.parametrize("seed", SEEDS)
def test_in_a_life_every_text_names_what_it_means_and_no_more(seed: int) -> None:
    economy = life(seed)
    invoices = Reader(invoice.number for invoice in economy.invoices)
    customers = Reader({debtor.customer_number for debtor in economy.debtors})
    wordings = set()
    for statement in economy.statements:
        for entry in statement.entries:
            for transaction in entry.transactions:
                if not transaction.payment:
                    continue
                lines, wording = transaction.remittance.lines, transaction.remittance.wording
                parts = transaction.payment.parts
                meant = {part.invoice.number for part in parts}
                customer = {part.invoice.debtor.customer_number for part in parts}
                wordings.add(wording)
                match wording:
                    case Wording.NUMBER:
                        assert invoices.numbers(lines) == meant
                    case Wording.REFERENCE:
                        assert invoices.numbers(lines) <= meant
                    case Wording.CUSTOMER:
                        assert customers.numbers(lines) == customer
                        assert not invoices.numbers(lines)
                    case _:
                        assert not invoices.numbers(lines)
                        assert not customers.numbers(lines)
    assert wordings >= {Wording.NUMBER, Wording.REFERENCE, Wording.CUSTOMER, Wording.NOTHING}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_line_is_longer_than_its_bank_allows(seed: int) -> None:
    for statement in life(seed).statements:
        for entry in statement.entries:
            is_cut = not entry.account.numbered and bool(entry.transactions[0].payment)
            for transaction in entry.transactions:
                lengths = [len(line) for line in transaction.remittance.lines]
                assert all(0 < length <= (35 if is_cut else 140) for length in lengths)
