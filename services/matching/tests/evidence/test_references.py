"""References are taken only with right check digits."""

import pytest

from services.matching.domain.evidence import normalised_reference, references_in


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("RF18 5390 0754 7034", "RF18539007547034"),  # ISO 11649, the standard's own example
        ("betreft rf18539007547034 dank", "RF18539007547034"),
        ("RF18 5390 07\n54 7034", "RF18539007547034"),
        ("RF18000000000539007547034", "RF18539007547034"),  # padded to its full length
        ("+++090/9337/55493+++", "090933755493"),  # 909337554 modulo 97 is 93
        ("***010/8068/17183***", "010806817183"),
        ("010806817183", "010806817183"),
        ("ref 010/8068/17183.", "010806817183"),
        ("+++010/80\n68/17183+++", "010806817183"),
        ("000000009797", "000000009797"),  # 97 modulo 97 is 0, written 97
        ("0108068171\n83", "010806817183"),  # cut by the bank's line width, wherever it falls
        ("Overschrijving in uw voordeel 01080\n6817183", "010806817183"),
        ("010\n806817183", "010806817183"),
        ("0\n10806817183", "010806817183"),
        ("+\n++010/8068/17183+++", "010806817183"),
        ("+++010/8068/171\n83+++", "010806817183"),
        ("010/806\n8/17183", "010806817183"),
        ("010806817183\n2026", "010806817183"),
        ("2026\n010806817183", "010806817183"),
        ("R\nF18539007547034", "RF18539007547034"),
        ("RF1\n8539007547034", "RF18539007547034"),
        ("RF18 5390 0754 7\n034 dank", "RF18539007547034"),
    ],
)
def test_a_reference_is_found_anywhere(text: str, reference: str) -> None:
    assert reference in references_in([text])


@pytest.mark.parametrize(
    "text",
    [
        "RF19 5390 0754 7034",
        "+++010/8068/17184+++",
        "010806817184",
        "000000009700",
        "1010806817183",  # thirteen digits
        "PERF18 5390 0754 7034",
        "",
    ],
)
def test_a_wrong_check_digit_is_no_reference(text: str) -> None:
    assert references_in([text]) == ()


def test_an_items_reference_is_normalised_as_the_payers_is() -> None:
    assert normalised_reference("rf18 0005 3900 7547 034") == "RF18539007547034"
    assert normalised_reference("+++010/8068/17183+++") == "010806817183"
    assert normalised_reference("2026-0123") is None
