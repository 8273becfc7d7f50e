"""Who does not answer is asked again, as who is busy is."""

import socket

import pytest

from agency.calling import NOT_YET, Refused, Relance


def test_a_relance_that_is_away_is_one_to_ask_again() -> None:
    with socket.socket() as nobody:  # bound, and nobody listens there
        nobody.bind(("127.0.0.1", 0))
        relance = Relance(f"http://127.0.0.1:{nobody.getsockname()[1]}", "token")
        with pytest.raises(Refused) as refused:
            relance.get("/v1/agency/feed")
    assert refused.value.status in NOT_YET
    assert refused.value.rule == "unreached"
