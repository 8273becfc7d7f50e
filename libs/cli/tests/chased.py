"""A platform with one creditor, one debtor and one item, for the commands of chasing."""

from typing import Any, Final

from click.testing import CliRunner, Result

from libs.cli.__main__ import relance
from libs.cli.tests.speaking import Server

ID: Final = "0k3w9xv2qpt5m1c8e7r4ya6nb"
DEBTOR, ITEM, CASE = ID + "1", ID + "2", ID + "3"
DEMAND, CALL, CREDITOR = ID + "4", ID + "5", ID + "6"
WHO: Final[dict[str, Any]] = {"debtor_name": "Jansen & Zonen", "customer_number": "C15431"}


def said(*words: str) -> Result:
    """A command in a wide terminal."""
    return CliRunner().invoke(relance, list(words), env={"COLUMNS": "200"})


def page(*rows: Any) -> dict[str, Any]:
    return {"items": list(rows), "next": None}


def furnish(server: Server) -> Server:
    """Who and what there is: `De Bakker`, customer `C15431`, item `F-17`."""
    server.says("/v1/creditors?limit=500", page({"creditor": CREDITOR, "name": "De Bakker"}))
    known = {"debtor": DEBTOR, "customer_number": "C15431"}
    server.says("/v1/debtors?limit=500&q=C15431", page(known))
    item = {"item": ITEM, "currency": "EUR", "number": "F-17"}
    server.says(f"/v1/items?limit=500&number=F-17&debtor={DEBTOR}", page(item))
    return server
