"""How much dunning tells of a debtor at once is what the console takes for not all."""

from services.console.web.debtor_page import AGREED_TOLD_MAX
from services.dunning.views.reading import OF_A_DEBTOR_MAX


def test_the_console_asks_again_from_where_dunning_stops() -> None:
    assert AGREED_TOLD_MAX == OF_A_DEBTOR_MAX
