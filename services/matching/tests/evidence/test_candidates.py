"""What a payer's text names, found however it is written, and no more than that."""

import pytest

from services.matching.domain.evidence import normalised_number, number_candidates


def _is_found(number: str, text: str) -> bool:
    return normalised_number(number) in number_candidates([text])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Betaling factuur 2026-0123, dank u", "2026-0123"),
        ("Fact. 2026 0123", "2026-0123"),
        ("FACT2026-0123", "2026-0123"),  # the payer puts letters before it
        ("FACTNR:2O26-OI23", "2026-0123"),  # letters typed for digits
        ("n\u00b02026-0123", "2026-0123"),
        ("fact.nr.2026-0123.", "2026-0123"),
        ("(2026-0123)", "2026-0123"),
        ("Rechnung 2026_0123 vom 15.01.2026", "2026-0123"),
        ("2026-0123-MERCI", "2026-0123"),
        ("2026-0123 / C10023", "2026-0123"),
        ("2026-0123 / C10023", "C10023"),
        ("20260123", "2026-0123"),  # no separator
        ("INV20260123", "2026-0123"),
        ("F260138", "F26/0138"),
        ("f 26 0138", "F26/0138"),
        ("2026030012", "2026-03-0012"),
        ("01232026", "0123/2026"),
        ("2026 0123", "20260123"),  # separators where the number has none
        ("VF26-0050", "VF260050"),
        ("vf 26 0050", "VF260050"),
        ("A1-B2-C3-D4-E5-F6-G7", "A1-B2-C3-D4-E5-F6-G7"),
    ],
)
def test_a_number_is_found_between_other_words(text: str, number: str) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FACT F26/138", "F26/0138"),
        ("Betaling factuur INV-2026-30 / C24144", "INV-2026-0030"),
        ("2026-1", "2026-0001"),
        ("f26-71", "F26/0071"),
        ("inv 2026 30", "INV-2026-0030"),
        ("2026.123", "2026-000123"),
    ],
)
def test_a_number_is_found_without_its_zeros(text: str, number: str) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("INV - 2026 - 0054", "INV-2026-0054"),
        ("FACT INV - 2026 - 0075 r\u00e9f. 18738", "INV-2026-0075"),
        ("Fact. INV - 2026 - 0191 du 06/03/2026", "INV-2026-0191"),
        ("INV 2026 0054", "INV-2026-0054"),
        ("F26 / 0138 merci", "F26/0138"),
        ("INV - 2026 - 0054 - mvg", "INV-2026-0054"),
        ("INV - 2026 - 54", "INV-2026-0054"),
        ("inv.2026.0054", "INV-2026-0054"),
        ("INV/2026/0054", "INV-2026-0054"),
    ],
)
def test_spaces_around_separators_and_other_separators_are_read_over(
    text: str, number: str
) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NO2026-17", "NO-2026-0017"),  # a prefix that ends in what looks like a digit
        ("NO-2026-17", "NO2026-0017"),
        ("FI2026-17", "FI-2026-0017"),
        ("fi 2026 17", "FI2026-0017"),
        ("facto-2026-0123", "2026-0123"),
        ("FNO2026-0123", "2026-0123"),
        ("FACTOI23-2026", "0123-2026"),
    ],
)
def test_a_prefix_that_ends_in_a_lookalike_is_read_both_ways(text: str, number: str) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("factuur 2026-01\n23 van 4 maart", "2026-0123"),
        ("factuur 20\n26-0123", "2026-0123"),
        ("factuur\n2026-0123\ndank u", "2026-0123"),
        ("Virement en votre faveur FACT VF260\n009", "VF260009"),
        ("Overschrijving in uw voordeel IN\nV - 2026 - 0054", "INV-2026-0054"),
        ("factuur 2026 01\n23", "2026-0123"),
        ("factuur 2026-01\n2\n3", "2026-0123"),
        ("factuur 2026\n-0123", "2026-0123"),
        ("klant C31\n605", "C31605"),
    ],
)
def test_a_number_is_found_over_the_end_of_a_banks_line(text: str, number: str) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2026-0122/0123/0124", "2026-0122 2026-0123 2026-0124"),
        ("2026-0122/123", "2026-0122 2026-0123"),
        ("2026-0122, 123 en 124", "2026-0122 2026-0123 2026-0124"),
        ("2026-0122, 23 & 24", "2026-0122 2026-0123 2026-0124"),
        ("2026/0122/124", "2026/0122 2026/0124"),
        ("2026-0122 0124", "2026-0122 2026-0124"),
        ("F26/0071 + 0096", "F26/0071 F26/0096"),
        ("F26/0021/022", "F26/0021 F26/0022"),
        ("Betaling factuur F26/0007/0008 / C31605", "F26/0007 F26/0008"),
        ("Factuur F26/0090, 0150", "F26/0090 F26/0150"),
        ("F26/0001/0002", "F26/0001 F26/0002"),
        ("Virement en votre faveur FACT VF260\n009 + 010", "VF260009 VF260010"),
        ("INV-2026-0030/0031/0035", "INV-2026-0030 INV-2026-0031 INV-2026-0035"),
        ("INV - 2026 - 0071 et INV - 2026 - 0072", "INV-2026-0071 INV-2026-0072"),
        ("INV 2026 0030 INV 2026 0031", "INV-2026-0030 INV-2026-0031"),
        ("2026 0030 2026 0031", "2026-0030 2026-0031"),
        ("2026 0030 / 2026 0031", "2026-0030 2026-0031"),
        ("F26/71 + F26/96", "F26/0071 F26/0096"),
        ("F26/71 + 0096", "F26/0071 F26/0096"),
        ("F260071, 0096", "F26/0071 F26/0096"),
        ("20260122+20260123", "20260122 20260123"),
        ("2O26-OI22/OI23", "2026-0122 2026-0123"),
        ("INV-2026-0030 + 00\n31", "INV-2026-0030 INV-2026-0031"),
        ("F26/0021, 15/01/2026", "F26/0021"),
        ("2026-0098, 2026-0099/100", "2026-0098 2026-0099 2026-0100"),
    ],
)
def test_all_numbers_of_a_list_are_found(text: str, numbers: str) -> None:
    assert [one for one in numbers.split() if not _is_found(one, text)] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2026-0121 t/m 2026-0125", "2026-0123"),
        ("2026-0121 - 125", "2026-0124"),
        ("2026-0121-0125", "2026-0122"),
        ("factures FA1001 au FA1004", "FA1003"),
        ("factures FA1001 \u00e0 1004", "FA1004"),
        ("F26/0071 t/m 0074", "F26/0073"),
        ("F26/71 - 74", "F26/0073"),
        ("INV-2026-0030 tot 0033", "INV-2026-0033"),
        ("VF260050 bis 0053", "VF260052"),
        ("VF260050..0053", "VF260051"),
        ("INV-2026-0030 t\n/m 0033", "INV-2026-0032"),
        ("INV-2026-0098 - 0101", "INV-2026-0100"),
        ("2026-0121 t/m 0125, 0130", "2026-0130"),
        ("2026-0110, 121-125", "2026-0123"),
    ],
)
def test_what_lies_between_the_ends_of_a_range_is_found(text: str, number: str) -> None:
    assert _is_found(number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2026-0123 dd 15/01", "2026-0115"),  # a date behind a number is no list
        ("2026-0123, 15/01/2026", "2026-0115"),
        ("du 15/01/2026", "1/2026"),  # nor is a part of a date a number
        ("du 15/01/2026", "01/2026"),
        ("vom 15.01.2026", "15-01"),
        ("betaling 2026-01-23", "2026-0123"),  # nor is a date a number with another separator
        ("2026-01-23", "2026-01"),
        ("1000 t/m 9999", "1500"),  # no range of nine thousand
        ("F-17", "F17"),  # three signs may be anything
        ("F26/1", "F26/0001"),  # so may four, for which F26/0001 counts as seven
        ("INV-2026-0030", "INV-2026"),
        ("2026-0123A", "2026-0123"),  # perhaps what corrects it
        ("2026-1-23", "2026-0123"),
        ("2026-0012-3", "2026-0123"),
        ("dank u wel", "DANKU"),
        ("20261", "2026-0001"),
        ("2026-0123 2026-0124", "2026-0123-2026"),
        ("2026-0125 - 0121", "2026-0123"),  # no range backwards
    ],
)
def test_what_nobody_wrote_is_not_found(text: str, number: str) -> None:
    assert not _is_found(number, text)


def test_at_most_sixty_four_candidates_are_kept_and_what_stands_there_whole_is_among_them() -> None:
    numbers = [f"2026-{number}" for number in range(1000, 1040)]
    candidates = number_candidates([", ".join(numbers)])

    assert len(candidates) == 64
    assert {normalised_number(number) for number in numbers} <= set(candidates)


def test_numbers_in_fields_of_their_own_are_all_kept() -> None:
    fields = [f"INV-2026-{number:04d}" for number in range(1, 33)]  # as many as an entry keeps

    assert {normalised_number(field) for field in fields} <= set(number_candidates(fields))


@pytest.mark.parametrize(
    "text", ["9" * 10_000_000, "12 " * 1_000_000, "12345, 678 " * 100_000, "F1/" * 1_000_000]
)
def test_a_text_without_end_is_read_only_so_far(text: str) -> None:
    assert len(number_candidates([text])) <= 64


@pytest.mark.parametrize(
    "text",
    [
        "Betaling factuur 2026-0123, dank u",
        "F26/0071 + 0096 du 15/01/2026",
        "INV - 2026 - 0054 / C10023",
        "F260138",
    ],
)
def test_a_candidate_is_a_normalised_number(text: str) -> None:
    candidates = number_candidates([text])

    assert candidates
    assert [normalised_number(one) for one in candidates] == list(candidates)
