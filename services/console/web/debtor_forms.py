"""What each form of a debtor's page asks, and of which service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.console.web.visiting import Form


@dataclass(frozen=True, slots=True)
class Ask:
    """A request to a service."""

    service: str
    path: str
    body: Mapping[str, Any]


def _note(debtor: str, form: Form) -> Ask:
    return Ask("dunning", "/v1/notes", {"debtor": debtor, "text": form["text"]})


def _pause(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("until_on", "reason")}
    return Ask("dunning", "/v1/pauses", body)


def _resume(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/pauses/{debtor}/resume", {})


def _promise(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("pay_by_on")} | _amount(form)
    items = [one for one in form.many.get("items", ()) if one]
    return Ask("dunning", "/v1/promises", body | ({"items": items} if items else {}))


def _take_back(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/promises/{form['promise']}/take-back", {})


def _dispute(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("item", "reason", "text", "due_on", "owner")}
    return Ask("dunning", "/v1/disputes", body | _amount(form))


def _resolve(debtor: str, form: Form) -> Ask:
    path = f"/v1/disputes/{form['dispute']}/resolve"
    return Ask("dunning", path, {"resolution": form["resolution"]})


def _paid(debtor: str, form: Form) -> Ask:
    return Ask("dunning", "/v1/paid-claims", {"debtor": debtor, "item": form["item"]})


def _called(debtor: str, form: Form) -> Ask:
    path = f"/v1/calls/{form['call']}/outcome"
    return Ask("dunning", path, {"outcome": form["outcome"], "text": form["text"]})


def _done(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/tasks/{form['task']}/done", {})


def _extend(debtor: str, form: Form) -> Ask:
    path = f"/v1/items/{form['item']}/due-date"
    return Ask("matching", path, form.filled("due_on", "reason"))


APOSTROPHES: Final = "'\u2019"
"""Group figures in Switzerland."""


def _amount(form: Form) -> dict[str, str]:
    """`1234,50` and a currency as the services read money; nothing where nothing is given."""
    amount = written(form["amount"], form["currency"])
    return {"amount": amount} if amount else {}


def written(amount: str, currency: str) -> str:
    """`1 234,5` as `1234.5 EUR`: the last of point and comma is the decimal one."""
    bare = "".join(one for one in amount if not one.isspace() and one not in APOSTROPHES)
    if not bare:
        return ""
    at = max(bare.rfind("."), bare.rfind(","))
    if at < 0 or len(bare) - at - 1 == 3:  # no decimals: both only group
        return f"{bare.replace('.', '').replace(',', '')} {currency or 'EUR'}"
    whole = bare[:at].replace(".", "").replace(",", "")
    return f"{whole or '0'}.{bare[at + 1 :]} {currency or 'EUR'}"


FORMS: Final[Mapping[str, Callable[[str, Form], Ask]]] = {
    "note": _note,
    "pause": _pause,
    "resume": _resume,
    "promise": _promise,
    "take-back": _take_back,
    "dispute": _dispute,
    "resolve": _resolve,
    "paid": _paid,
    "called": _called,
    "task-done": _done,
    "extend": _extend,
}
"""By the last part of the form's address."""
