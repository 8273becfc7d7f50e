"""What the forms about credit and placing ask on a debtor's page, and of which service."""

from collections.abc import Callable, Mapping
from typing import Final

from services.console.web.asking import Ask, amount_of
from services.console.web.visiting import Form, identity


def _watch(debtor: str, form: Form) -> Ask:
    return Ask("risk", "/v1/watches", {"debtor": debtor, "reason": form["reason"]})


def _unwatch(debtor: str, form: Form) -> Ask:
    return Ask("risk", f"/v1/watches/{debtor}/end", {"reason": form["reason"]})


def _override(debtor: str, form: Form) -> Ask:
    said = form.filled("band", "until_on", "reason")
    return Ask("risk", "/v1/overrides", {"debtor": debtor, **said})


def _end_override(debtor: str, form: Form) -> Ask:
    return Ask("risk", f"/v1/overrides/{debtor}/end", {})


def _ask_limit(debtor: str, form: Form) -> Ask:
    said = {"debtor": debtor, "reason": form["reason"]} | amount_of(form)
    return Ask("risk", "/v1/limits", said)


def _grant(debtor: str, form: Form) -> Ask:
    said = form.filled("expires_on") | amount_of(form)
    return Ask("risk", f"/v1/limits/{identity(form['limit'])}/grant", said)


def _refuse(debtor: str, form: Form) -> Ask:
    path = f"/v1/limits/{identity(form['limit'])}/refuse"
    return Ask("risk", path, {"reason": form["reason"]})


def _end_limit(debtor: str, form: Form) -> Ask:
    return Ask("risk", f"/v1/limits/{identity(form['limit'])}/end", {})


def _place(debtor: str, form: Form) -> Ask:
    items = [one for one in form.many.get("items", ()) if one]
    said = {"debtor": debtor, **form.filled("agency")} | ({"items": items} if items else {})
    return Ask("handoff", "/v1/placements", said)


FORMS: Final[Mapping[str, Callable[[str, Form], Ask]]] = {
    "watch": _watch,
    "unwatch": _unwatch,
    "override": _override,
    "end-override": _end_override,
    "ask-limit": _ask_limit,
    "grant-limit": _grant,
    "refuse-limit": _refuse,
    "end-limit": _end_limit,
    "place": _place,
}
"""By the last part of the form's address."""
