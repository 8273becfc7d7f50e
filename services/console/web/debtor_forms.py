"""What each form of a debtor's page asks, and of which service."""

from collections.abc import Callable, Mapping
from typing import Final

from services.console.web.asking import Ask, amount_of
from services.console.web.visiting import Form, identity


def _note(debtor: str, form: Form) -> Ask:
    return Ask("dunning", "/v1/notes", {"debtor": debtor, "text": form["text"]})


def _pause(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("until_on", "reason")}
    return Ask("dunning", "/v1/pauses", body)


def _resume(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/pauses/{debtor}/resume", {})


def _promise(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("pay_by_on")} | amount_of(form)
    items = [one for one in form.many.get("items", ()) if one]
    return Ask("dunning", "/v1/promises", body | ({"items": items} if items else {}))


def _take_back(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/promises/{form['promise']}/take-back", {})


def _dispute(debtor: str, form: Form) -> Ask:
    body = {"debtor": debtor, **form.filled("item", "reason", "text", "due_on", "owner")}
    return Ask("dunning", "/v1/disputes", body | amount_of(form))


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


def _release(debtor: str, form: Form) -> Ask:
    return Ask("dunning", f"/v1/withheld/{identity(form['item'])}/release", {})


def _extend(debtor: str, form: Form) -> Ask:
    path = f"/v1/items/{form['item']}/due-date"
    return Ask("matching", path, form.filled("due_on", "reason"))


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
    "release": _release,
}
"""By the last part of the form's address."""
