"""What a payer's text names, read one way however it was written."""

import pytest

from services.matching.domain.evidence import normalised_number, number_candidates


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("2026-0123", "20260123"),
        ("fa 2026/0123", "FA20260123"),
        ("FO17", "F17"),  # the letter O is a zero, and zeros in front say nothing
        ("F-0017", "F17"),
        ("INV-1", "1NV1"),
        ("0000", "0"),
        ("\uff12\uff10\uff12\uff16", "2026"),  # full-width digits
        ("--", ""),
    ],
)
def test_a_number_is_compared_without_case_punctuation_and_lookalikes(
    written: str, normalised: str
) -> None:
    assert normalised_number(written) == normalised
    assert normalised_number(normalised) == normalised


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Betaling factuur 2026-0123, dank u", "2026-0123"),
        ("factuur 2026-01\n23 van 4 maart", "2026-0123"),  # wrapped by the bank's line width
        ("Fact. 2026 0123", "2026-0123"),
        ("INV20260123", "2026-0123"),  # the payer puts letters before it
        ("FACTNR:2O26-OI23", "2026-0123"),  # letters typed for digits
        ("2026-0122/0123/0124", "2026-0123"),
        ("2026-0122/123", "2026-0123"),
        ("2026-0122, 123 en 124", "2026-0124"),
        ("2026/0122/124", "2026/0124"),
        ("2026-0122 0124", "2026-0124"),
        ("2026-0121 t/m 2026-0125", "2026-0123"),
        ("2026-0121 - 125", "2026-0124"),
        ("2026-0121-0125", "2026-0122"),
        ("factures FA1001 au FA1004", "FA1003"),
        ("20260122+20260123", "20260123"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, number: str) -> None:
    assert normalised_number(number) in number_candidates([text])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2026-0123 dd 15/01", "2026-0115"),  # a date behind a number is no list
        ("1000 t/m 9999", "1500"),  # no range of nine thousand
        ("F-17", "F17"),  # three characters could be anything
        ("dank u wel", "DANKU"),
    ],
)
def test_what_nobody_wrote_is_not_found(text: str, number: str) -> None:
    assert normalised_number(number) not in number_candidates([text])


def test_at_most_sixty_four_candidates_are_kept_and_the_longest_first() -> None:
    candidates = number_candidates([" ".join(f"A{number}" for number in range(1000, 1100))])

    assert len(candidates) == 64
    assert [len(candidate) for candidate in candidates] == sorted(
        (len(candidate) for candidate in candidates), reverse=True
    )


def test_a_text_without_end_is_read_only_so_far() -> None:
    assert len(number_candidates(["9" * 10_000_000, "12 " * 1_000_000])) <= 64
