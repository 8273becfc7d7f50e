"""What is sent and cannot be meant is refused where it is sent."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.handoff.api.shapes import AgencySent, RemittanceSent

ID = "0" * 26
ALL = 10_000


def a_contract(recovered: int, direct: int) -> dict[str, Any]:
    fee = {"recovered_basis_points": recovered, "direct_basis_points": direct}
    return {"name": "Incasso Noord", "fee": fee}


def a_remittance(reference: str) -> dict[str, Any]:
    transfer = {"creditor": ID, "recoveries": [ID], "remitted_on": "2026-04-30"}
    return transfer | {"reference": reference}


@pytest.mark.parametrize(("recovered", "direct"), [(ALL + 1, 0), (0, ALL + 1), (15_000, 500)])
def test_an_agency_keeps_no_more_than_it_recovered(recovered: int, direct: int) -> None:
    assert AgencySent.model_validate(a_contract(ALL, ALL)).fee.recovered_basis_points == ALL
    with pytest.raises(ValidationError, match="10000 basis points"):
        AgencySent.model_validate(a_contract(recovered, direct))


@pytest.mark.parametrize("reference", ["-----", "     ", "R-1/2", "incasso juni"])
def test_a_reference_by_which_no_transfer_is_found_is_refused(reference: str) -> None:
    """The ledger searches a bank's text for what may be a number, which has a digit."""
    assert RemittanceSent.model_validate(a_remittance("REM-1")).reference == "REM-1"
    with pytest.raises(ValidationError, match="a digit among them"):
        RemittanceSent.model_validate(a_remittance(reference))
