"""What people type for what has an id: a creditor by its name, an account by its IBAN."""

import re
from typing import Any, Final

from libs.cli.calling import Api
from libs.cli.failing import Refused

_ID: Final = re.compile(r"[0-9a-z]{26}")


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


async def creditor_named(api: Api, text: str) -> dict[str, Any]:
    """The creditor with this id or, without regard to case, this name.

    Raises Refused when there is none, or more than one of the name.
    """
    creditors: list[dict[str, Any]] = await api.everything("ingestion", "/v1/creditors")
    wanted = text.casefold()
    found = [c for c in creditors if text == c["creditor"] or c["name"].casefold() == wanted]
    if len(found) == 1:
        return found[0]
    known = ", ".join(sorted(creditor["name"] for creditor in creditors)) or "none"
    if not found:
        raise Refused("creditor_unknown", f"there is no creditor {text!r}", {"known": known})
    ids = ", ".join(creditor["creditor"] for creditor in found)
    raise Refused("creditor_ambiguous", f"several creditors are called {text!r}", {"ids": ids})


def account_named(creditor: dict[str, Any], text: str) -> str:
    """The id of a creditor's account by its IBAN or id. Raises Refused."""
    wanted = text.replace(" ", "").upper()
    for account in creditor["accounts"]:
        if text == account["account"] or wanted == account["iban"]:
            return str(account["account"])
    known = ", ".join(account["iban"] for account in creditor["accounts"]) or "none"
    message = f"{creditor['name']} has no account {text!r}"
    raise Refused("account_unknown", message, {"known": known})
