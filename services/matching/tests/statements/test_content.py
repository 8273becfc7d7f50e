"""What is kept of a statement, and by what a statement and its entries are told apart."""

from dataclasses import replace

import pytest

from libs.events.contracts.matching import DayBooked
from services.matching.domain.statements import decode_content, encode_content
from services.matching.domain.statements.chunking import (
    FINGERPRINTS_MAX,
    chunks_count,
    positions_of,
    ranges_of,
)
from services.matching.domain.statements.content import UnreadableContent
from services.matching.domain.statements.facts import facts_of, fingerprint_of
from services.matching.tests.statements.accounts import (
    ACCOUNT,
    IDS,
    TENANT,
    a_statement,
    an_entry,
    statement_id,
)

ENTRY = an_entry("50.00", 2, "F-17", bank_reference="B-1", structured=("RF18",), mandate="M")
CONTENT = a_statement("s1", "100.00", "150.00", ENTRY, number=7)


def test_a_statement_reads_back_equal_from_the_same_bytes() -> None:
    raw = encode_content(CONTENT)

    assert decode_content(raw) == CONTENT
    assert encode_content(decode_content(raw)) == raw


@pytest.mark.parametrize("raw", [b"", b"statement:2\n", encode_content(CONTENT)[:-1]])
def test_other_bytes_are_no_statement(raw: bytes) -> None:
    with pytest.raises(UnreadableContent):
        decode_content(raw)


def test_a_statement_is_the_same_in_another_file() -> None:
    sent_again = replace(CONTENT, message_id="M-2", created_at="2026-03-09T00:00:00")

    assert statement_id(sent_again) == statement_id(CONTENT)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTENT, bank_id="s2"),
        replace(CONTENT, sequence=8),
        replace(CONTENT, account_number="NL26VAYB8060476890"),
        replace(CONTENT, entries=(replace(ENTRY, remittance="F-18"),)),
        replace(CONTENT, entries=()),
    ],
)
def test_another_statement_has_another_id(other: object) -> None:
    assert statement_id(other) != statement_id(CONTENT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "is_same"),
    [
        ("bank_reference", "B-2", False),
        ("remittance", "F-18", False),
        ("counterparty_iban", "NL26VAYB8060476890", False),
        ("counterparty_name", "Janssen", False),
        ("amount", an_entry("50.01", 2).amount, False),
        ("end_to_end_id", "NOTPROVIDED", True),  # not unique, and not everywhere exported
        ("value_on", None, True),
    ],
)
def test_an_entry_is_itself_by_amount_reference_counterparty_and_text(
    field: str, value: object, is_same: bool
) -> None:
    other = replace(ENTRY, **{field: value})  # type: ignore[arg-type]

    same = fingerprint_of(other, TENANT, IDS) == fingerprint_of(ENTRY, TENANT, IDS)
    assert same is is_same


def test_nothing_of_a_tenant_is_told_by_the_fingerprints_of_another() -> None:
    ours = facts_of(CONTENT, ACCOUNT, TENANT, IDS)
    theirs = facts_of(CONTENT, ACCOUNT, "other", IDS)

    assert ours.entries[0].fingerprint != theirs.entries[0].fingerprint
    assert ours.statement != theirs.statement


def test_positions_are_kept_as_ranges() -> None:
    ranges = ranges_of((0, 3, 4, 5, 9))

    assert [(one.start, one.end) for one in ranges] == [(0, 1), (3, 6), (9, 10)]
    assert positions_of(ranges) == [0, 3, 4, 5, 9]


@pytest.mark.parametrize(("entries", "chunks"), [(0, 0), (1, 1), (500, 1), (501, 2), (1_000, 2)])
def test_a_chunk_holds_five_hundred_entries(entries: int, chunks: int) -> None:
    assert chunks_count(entries) == chunks


def test_the_largest_record_of_a_day_stays_below_four_hundred_kibibytes() -> None:
    largest = DayBooked(
        account=ACCOUNT,
        day_on=ENTRY.booked_on,
        statement=statement_id(CONTENT),
        sequence=2026001,
        fingerprints=(fingerprint_of(ENTRY, TENANT, IDS),) * FINGERPRINTS_MAX,
        total=ENTRY.amount,
    )

    assert len(largest.model_dump_json()) < 400 * 1024
