"""What the payers of whole simulated lives mean is read out of their banks' files."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest

from libs.events.contracts.matching import PaymentEvidence
from libs.kernel.ids import IdSecret
from libs.simulator.booked import Booked, booked_in
from libs.simulator.camt import statement_xml
from libs.simulator.economy import Economy, live
from libs.simulator.entries import Transaction
from libs.simulator.habits import Spelling, Wording
from services.matching.adapters.camt import read_camt
from services.matching.domain.evidence import (
    customer_hash,
    evidence_of,
    normalised_reference,
    number_hash,
)

SEEDS: Final = (3, 4, 10, 14)  # INV-2026-0001, F26/0001, VF260001, 2026-0001; RF and OGM
INVOICES: Final = 200
TENANT: Final = "acme"
IDS: Final = IdSecret(b"a secret of scenarios, 32 bytes.")


@dataclass(frozen=True, slots=True)
class Read:
    """A payment of a life, what was read of it, and the life's invoices by their hashes."""

    booked: Booked
    text: str
    evidence: PaymentEvidence
    numbers: dict[str, str]

    @property
    def speaking(self) -> Iterator[Transaction]:
        return (one for one in self.booked.transactions if one.payment)

    def meant(self) -> frozenset[str]:
        payments = [one.payment for one in self.speaking if one.payment]
        return frozenset(part.invoice.number for one in payments for part in one.parts)

    def unread(self) -> Iterator[str]:
        """What a transaction says and was not read."""
        said = self.evidence
        for one in self.speaking:
            for kind, name, found in _named(one):
                if found not in {*said.numbers, *said.references, *said.customers}:
                    yield f"{kind} {name} in {self.text!r}"


def _named(said: Transaction) -> Iterator[tuple[Wording, str, str | None]]:
    """What it says it is for, and as what that should be found."""
    parts = said.payment.parts if said.payment else ()
    match said.remittance.wording:
        case Wording.NUMBER:
            for part in parts:
                number = part.invoice.number
                yield Wording.NUMBER, number, number_hash(IDS, TENANT, number)
        case Wording.REFERENCE:
            reference = parts[0].invoice.reference
            yield Wording.REFERENCE, reference, normalised_reference(reference)
        case Wording.CUSTOMER:
            customer = parts[0].invoice.debtor.customer_number
            yield Wording.CUSTOMER, customer, customer_hash(IDS, TENANT, customer)


def _read(economy: Economy) -> Iterator[Read]:
    numbers = {number_hash(IDS, TENANT, one.number): one.number for one in economy.invoices}
    files = [statement_xml(one, economy.creditor.name) for one in economy.statements]
    entries = [entry for file in files for one in read_camt(file) for entry in one.entries]
    for entry, booked in zip(entries, booked_in(economy.statements), strict=True):
        assert entry.amount == booked.key.amount
        yield Read(booked, entry.remittance, evidence_of(entry, TENANT, IDS), numbers)


@pytest.fixture(scope="module")
def payments() -> list[Read]:
    lives = [live(seed, invoices=INVOICES, starts_on=date(2026, 1, 5)) for seed in SEEDS]
    return [read for economy in lives for read in _read(economy)]


def test_the_lives_have_every_spelling_and_all_that_can_be_named(payments: list[Read]) -> None:
    said = [one.remittance for read in payments for one in read.speaking]
    spelled = Counter(one.spelling for one in said)

    assert {*Spelling, "list", "reference_in_text"} <= {*spelled}
    assert min(spelled[spelling] for spelling in (*Spelling, "list")) >= 10
    assert {one.wording for one in said} == {*Wording}


def test_every_number_reference_and_customer_number_that_is_named_is_read(
    payments: list[Read],
) -> None:
    naming = sum(1 for read in payments for one in read.speaking for _ in _named(one))
    unread = [one for read in payments for one in read.unread()]

    assert naming > 600
    assert unread == []  # 100 % of all that is named


def test_an_invoice_that_was_not_meant_is_hardly_ever_read(payments: list[Read]) -> None:
    misread = [
        f"{read.numbers[one]} in {read.text!r}"
        for read in payments
        if not read.booked.entry.takes_back
        for one in read.evidence.numbers
        if read.numbers.get(one, "") not in {"", *read.meant()}
    ]

    assert len(misread) * 1_000 <= len(payments), misread


def test_a_payment_is_asked_for_by_few_names(payments: list[Read]) -> None:
    counts = sorted(len(read.evidence.numbers) for read in payments if read.text)

    assert sum(counts) / len(counts) < 8
    assert counts[len(counts) * 95 // 100] <= 20
    assert counts[-1] <= 64
