"""When a payer's name is the debtor's beyond doubt."""

import pytest

from libs.simulator.parties import name_fits


@pytest.mark.parametrize(
    "shown",
    ["Bäckerei Müller GmbH", "BACKEREI MULLER GMBH", "bäckerei müller", "Backerei Muller"],
)
def test_case_accents_and_legal_form_do_not_matter(shown: str) -> None:
    assert name_fits(shown, "Bäckerei Müller GmbH")


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Bakkerij Vos B.V", "Bakkerij Vos B.V."),  # cut short
        ("Boulangerie Clae", "Boulangerie Claes BV"),  # cut short
        ("Bakkerij Vos Gent BV", "Bakkerij Vos BV"),
        ("Jan Vos", "Bakkerij Vos BV"),
        ("", "Bakkerij Vos BV"),
    ],
)
def test_what_may_be_another_name_does_not_fit(shown: str, name: str) -> None:
    assert not name_fits(shown, name)


def test_dots_of_a_legal_form_do_not_matter() -> None:
    assert name_fits("BAKKERIJ VOS BV", "Bakkerij Vos B.V.")
