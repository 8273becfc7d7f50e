"""From what is known of a case to its dossier, kept sealed under the debtor's key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

import orjson
import structlog

from libs.chassis.objects import ObjectErased, ObjectMissing, Objects
from services.handoff.adapters.bundling import bundled
from services.handoff.views.files import Files
from services.handoff.views.reading import Shown

log = structlog.get_logger(__name__)

_TIMELINE: Final = frozenset(
    {
        "call_logged",
        "promise_made",
        "promise_kept",
        "promise_broken",
        "promise_ended",
        "plan_agreed",
        "plan_mended",
        "plan_kept",
        "plan_broken",
        "plan_ended",
        "dispute_opened",
        "dispute_resolved",
        "paid_claim_noted",
        "note_added",
    }
)
_DOCUMENTS: Final = ("invoice_registered", "credit_note_registered")
_DEBTORS: Final = ("debtor_registered", "debtor_changed")


@dataclass(frozen=True, slots=True)
class Dossier:
    """One as it is handed out."""

    content: bytes
    content_hash: str
    """Its name in the object store."""
    chain: str
    """The last link of its manifest."""


class Dossiers:
    """Makes them anew for whoever asks: what is said meanwhile is in the next one."""

    def __init__(self, files: Files, objects: Objects) -> None:
        self._files, self._objects = files, objects

    async def of(self, tenant: str, placement: Shown) -> Dossier:
        """JSON, documents, every message with its proof, calls, notes, promises, disputes."""
        said = await self._files.of(tenant, placement["debtor"])
        case = dossier_of(placement, said)
        files: dict[str, bytes] = {
            "dossier.json": orjson.dumps(case, option=orjson.OPT_INDENT_2, default=str)
        }
        for path, name in (*_originals(case), *_messages(case)):
            content = await self._object(tenant, name)
            if content is not None:
                files[path] = content
        raw, chain = bundled(files)
        name = await self._objects.put(tenant, f"debtor/{placement['debtor']}", raw)
        return Dossier(raw, name, chain)

    async def _object(self, tenant: str, name: str) -> bytes | None:
        """What was erased is left out, and so is what is not there."""
        try:
            return await self._objects.get(tenant, name)
        except ObjectErased:
            return None
        except ObjectMissing:
            log.warning("dossier_lacks_object", object=name)
            return None


def dossier_of(placement: Shown, said: Iterable[Shown]) -> dict[str, Any]:
    """The case as JSON; `documents` and `messages` name their files.

    What was said of other items of the debtor alone is none of the case's.
    """
    told, items = list(said), {one["item"] for one in placement["items"]}
    numbers = {one["number"] for one in placement["items"]}
    debtor = placement["debtor"]
    debtors = [one for one in told if one["what"] in _DEBTORS and one["debtor"] == debtor]
    case = {name: placement[name] for name in ("placement", "creditor", "debtor", "stage")}
    return {
        **case,
        "total": placement.get("total"),
        "items": placement["items"],
        "party": debtors[-1]["personal"] if debtors else None,
        "documents": [
            _document(one)
            for one in told
            if one["what"] in _DOCUMENTS and _names(one["details"]) & numbers
        ],
        "messages": list(_sent(told, items)),
        "timeline": [
            {name: one[name] for name in ("at", "what", "details", "personal")}
            for one in _about(told, items)
            if one["what"] in _TIMELINE
        ],
    }


def _about(told: Iterable[Shown], items: Set[str]) -> Iterator[Shown]:
    """What names one of these items, or none: of a promise or a plan its beginning names them."""
    agreed: dict[str, bool] = {}
    for one in told:
        details = one["details"]
        name = details.get("promise") or details.get("plan") or ""
        named = details.get("items", [details["item"]] if "item" in details else [])
        is_ours = agreed.get(name, True) if not named else not items.isdisjoint(named)
        if name:
            agreed[name] = is_ours
        if is_ours:
            yield one


def _names(details: Mapping[str, Any]) -> set[str]:
    return {details["facts"]["number"], details.get("names_number", "")} - {""}


def _document(one: Shown) -> dict[str, Any]:
    details = one["details"]
    number, original = details["facts"]["number"], details["original"]
    safe = "".join(sign if sign.isalnum() else "-" for sign in number)
    return {
        "kind": one["what"].partition("_registered")[0],
        "number": number,
        "original": original,
        "file": f"documents/{safe}-{original[:8]}.xml",
    }


def _sent(told: Sequence[Shown], items: Set[str]) -> Iterator[dict[str, Any]]:
    """Messages about these items that left: when, to whom, what the next server said, whether they
    came back, and the exact bytes."""
    composed = {one["details"]["message"]: one for one in _what(told, "message_composed")}
    bounced = {one["details"]["message"]: one["details"] for one in _what(told, "message_bounced")}
    started = {
        (one["details"]["message"], one["details"]["attempt"]): one["details"]["content"]
        for one in _what(told, "send_started")
    }
    for one in _what(told, "message_sent"):
        details = one["details"]
        message = details["message"]
        letter, bounce = composed[message], bounced.get(message)
        if items.isdisjoint(line["item"] for line in letter["details"]["lines"]):
            continue
        yield {
            "message": message,
            "sent_at": details["sent_at"],
            "reply": details["reply"],
            "bounced": bounce and {name: bounce[name] for name in ("status", "permanent")},
            "template": letter["details"]["template"],
            "to": letter["personal"],
            "content": started.get((message, details["attempt"]), ""),
            "file": f"messages/{message}.eml",
        }


def _what(told: Iterable[Shown], what: str) -> Iterator[Shown]:
    return (one for one in told if one["what"] == what)


def _originals(case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in case["documents"]:
        yield one["file"], one["original"]


def _messages(case: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in case["messages"]:
        if one["content"]:
            yield one["file"], one["content"]
