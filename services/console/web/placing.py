"""What each form of a placement's page says to handoff."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.console.web.visiting import Form

Body = dict[str, Any]


def _request(form: Form) -> Body:
    return form.filled("agency")


def _nothing(form: Form) -> Body:
    return {}


def _recall(form: Form) -> Body:
    items = [one for one in form.many.get("items", ()) if one]
    return {"reason": form["reason"]} | ({"items": items} if items else {})


def _close(form: Form) -> Body:
    return {"result": form["result"]}


FORMS: Final[Mapping[str, Callable[[Form], Body]]] = {
    "request": _request,
    "withdraw": _nothing,
    "recall": _recall,
    "close": _close,
    "escalate": _nothing,
}
"""By the last part of the form's address, which is the service's too."""
