"""A document's number is compared in one form, whoever wrote it and however."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.matching.domain.evidence import normalised_number


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("2026-0123", "2026.123"),
        ("2026-123", "2026.123"),
        ("2026/000123", "2026.123"),
        ("20260123", "20260123"),
        ("fa 2026/0123", "FA2026.123"),
        ("FA2026.123", "FA2026.123"),
        ("F26/0138", "F26.138"),
        ("INV-2026-0030", "1NV2026.30"),
        ("inv - 2O26 - OO3O", "1NV2026.30"),  # O for 0
        ("VF260050", "VF260050"),  # a zero inside a group of digits counts
        ("2026-1-23", "2026.1.23"),
        ("0000123456", "123456"),
        ("\u00e9-2026-17", "E2026.17"),  # an accent says nothing
        ("\uff12\uff10\uff12\uff16-17", "2026.17"),  # full-width digits
    ],
)
def test_case_separators_lookalikes_and_leading_zeros_are_no_part_of_a_number(
    written: str, normalised: str
) -> None:
    assert normalised_number(written) == normalised


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("F26/0001", "F26.01"),  # F26.1 would be four signs
        ("F26/01", "F26.01"),
        ("F26/1", "F261"),  # this *is* four signs: another number than F26/0001
        ("AB-0012", "AB012"),
        ("AB-12", "AB12"),
        ("00000", "00000"),
        ("F-0017", "F0017"),
        ("F017", "F017"),
        ("FO17", "F017"),
        ("INV-1", "1NV1"),
        ("12-3", "123"),
        ("--", ""),
        ("", ""),
    ],
)
def test_zeros_are_dropped_only_as_long_as_five_letters_and_digits_are_left(
    written: str, normalised: str
) -> None:
    assert normalised_number(written) == normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-0123", "2026-1-23"),
        ("2026-0123", "2026-0012-3"),
        ("2026-0123", "2026-1230"),
        ("2026-0120", "2026-0012"),
        ("F26/0138", "F260/138"),
        ("2025-0123", "2026-0123"),
        ("A-2026-01", "B-2026-01"),
        ("2026-01A", "2026-01"),
        ("1-11111", "11-1111"),
        ("VF260050", "VF260500"),
    ],
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert normalised_number(one) != normalised_number(other)


@given(st.text(alphabet="OI01289ABZ-/. \u00e9", max_size=20))
@example("F26/0001")
@example("NO-2026-0017")
@example("0-0-0-0-0")
def test_the_normalised_form_is_its_own(written: str) -> None:
    normalised = normalised_number(written)

    assert normalised_number(normalised) == normalised


@given(st.text(alphabet="OI01289AB-/", max_size=12))
def test_a_form_is_as_long_as_five_exactly_if_five_letters_and_digits_were_written(
    written: str,
) -> None:
    signs = sum(letter.isalnum() for letter in written)

    assert (len(normalised_number(written)) >= 5) == (signs >= 5)
