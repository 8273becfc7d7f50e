"""A payer's name is compared by its words."""

import pytest

from services.matching.domain.evidence import normalised_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dhr. P. Janssen", "JANSSEN P"),
        ("Bakkerij Vos B.V.", "BAKKERIJ VOS BV"),
        ("Bakkerij Vos B.V.", "Bakkerij Vos"),
        ("Bakkerij Vos B.V", "Bakkerij Vos B.V."),  # a bank cuts names at its field's width
        ("Garage Maes N.V", "Garage Maes N.V."),
        ("Imprimerie Petit S.A.R.L", "Imprimerie Petit SARL"),
        ("Menuiserie Faure S.\u00e0 r.l.", "MENUISERIE FAURE SARL"),
        ("P.J. Janssen", "Janssen P.J"),
        ("B.V. Bakkerij Vos", "Bakkerij Vos"),
        ("M\u00fcller & S\u00f6hne GmbH", "MULLER SOHNE GMBH"),
    ],
)
def test_case_order_accents_titles_and_legal_form_make_no_other_name(one: str, other: str) -> None:
    assert normalised_name(one) == normalised_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakkerij Vos B.V.", "Bakkerij De Vos en Zonen B.V."),
        ("P. Janssen", "Janssen"),
        ("Bakkerij Vos", "Bakkerij Vossen"),
        ("A.C. Vos", "B.V. Vos"),
    ],
)
def test_other_words_make_another_name(one: str, other: str) -> None:
    assert normalised_name(one) != normalised_name(other)


def test_a_name_of_fillers_alone_keeps_them() -> None:
    assert normalised_name("De Heer BV") == "bv de heer"
