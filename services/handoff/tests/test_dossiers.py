"""A dossier: what is in it, and a manifest that proves each file and their order."""

import hashlib
import io
import json
import zipfile
from typing import Any

from libs.events.contracts.handoff import DossierHandedOut
from libs.testkit.scenarios import Scenario, Told, like, told
from services.handoff.adapters.bundling import MANIFEST, bundled
from services.handoff.adapters.dossiers import dossier_of
from services.handoff.domain.commands import RecallPlacement, RecordDossier, RefusePlacement
from services.handoff.domain.refusals import DossierNotHandedOut, PlacementUnknown
from services.handoff.tests.asking import a_request, an_agency, the_offer
from services.handoff.tests.building import (
    AGENCY,
    DEBTOR,
    KEY,
    PLACEMENT,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    handoff,
    proposed,
)

CASE: dict[str, Any] = {
    "placement": PLACEMENT,
    "creditor": "creditor-1",
    "debtor": DEBTOR,
    "stage": "accepted",
    "total": "120.00 EUR",
    "items": [{"item": "item-F-17", "number": "F-17", "open": "120.00 EUR"}],
}


def said(what: str, personal: Any = None, of: str = DEBTOR, **details: Any) -> dict[str, Any]:
    """`of`: the debtor that it was said of."""
    at = "2026-04-01T10:00:00+00:00"
    about = {"service": "s", "at": at, "debtor": of, "what": what}
    return {**about, "details": details, "personal": personal}


def a_mail(message: str, *items: str) -> list[dict[str, Any]]:
    """Composed, begun and sent."""
    lines = [{"item": item} for item in items]
    to = {"to_address": "s@x"}
    return [
        said("message_composed", to, message=message, template="last", lines=lines),
        said("send_started", message=message, attempt=1, content=f"bytes of {message}"),
        said("message_sent", message=message, attempt=1, reply="250 ok", sent_at="then"),
    ]


def an_invoice(number: str, original: str) -> dict[str, Any]:
    return said("invoice_registered", facts={"number": number}, original=original)


def test_it_holds_the_items_documents_messages_and_what_was_agreed() -> None:
    case = dossier_of(
        CASE,
        [
            said("debtor_registered", {"name": "Smith"}),
            an_invoice("F-17", "abcdefghij"),
            an_invoice("F-99", "of another case"),
            *a_mail("m1", "item-F-17"),
            *a_mail("m2", "item-F-17")[:1],
            said("note_added", {"text": "ask for Mieke"}, note="n1"),
            said("debtor_changed", {"name": "Smith BV"}),
        ],
    )
    assert case["party"] == {"name": "Smith BV"}
    assert [one["file"] for one in case["documents"]] == ["documents/F-17-abcdefgh.xml"]
    (mail,) = case["messages"]
    assert (mail["message"], mail["content"], mail["reply"]) == ("m1", "bytes of m1", "250 ok")
    assert mail["bounced"] is None
    assert [one["what"] for one in case["timeline"]] == ["note_added"]


def test_a_mail_that_came_back_is_not_told_as_one_that_arrived() -> None:
    bounce = said("message_bounced", message="m1", status="5.1.1", permanent=True)
    case = dossier_of(CASE, [*a_mail("m1", "item-F-17"), bounce])
    assert [one["bounced"] for one in case["messages"]] == [{"status": "5.1.1", "permanent": True}]


def test_what_was_said_of_other_items_alone_is_not_in_it() -> None:
    case = dossier_of(
        CASE,
        [
            *a_mail("m1", "item-F-99"),
            *a_mail("m2", "item-F-99", "item-F-17"),
            said("dispute_opened", {"text": "wet"}, dispute="d1", item="item-F-99"),
            said("dispute_resolved", dispute="d1", item="item-F-99"),
            said("promise_made", promise="p1", items=["item-F-99"]),
            said("promise_broken", promise="p1"),
            said("plan_agreed", plan="l1", items=["item-F-17"]),
            said("plan_broken", plan="l1"),
            said("call_logged", {"text": "away"}, call="c1"),
        ],
    )
    assert [one["message"] for one in case["messages"]] == ["m2"]
    whats = [one["what"] for one in case["timeline"]]
    assert whats == ["plan_agreed", "plan_broken", "call_logged"]


def test_what_an_item_had_where_it_came_from_is_in_it_under_the_name_of_now() -> None:
    merged = [
        said("debtor_registered", {"name": "Smith"}),
        said("debtor_registered", {"name": "Smith of before"}, of="merged"),
        said("invoice_registered", of="merged", facts={"number": "F-17"}, original="abcdefghij"),
    ]
    case = dossier_of(CASE, merged)
    assert case["party"] == {"name": "Smith"}
    assert [one["number"] for one in case["documents"]] == ["F-17"]


def test_of_whom_everything_was_erased_nothing_is_said() -> None:
    case = dossier_of(CASE, [said("debtor_registered"), said("note_added", note="n1")])
    assert case["party"] is None
    assert case["timeline"][0]["personal"] is None


def test_the_manifest_chains_the_hashes_of_its_files() -> None:
    files = {"dossier.json": b"{}", "documents/F-17.xml": b"<Invoice/>"}
    raw, chain = bundled(files)
    assert bundled(files) == (raw, chain), "the same files give the same bytes"
    archive = zipfile.ZipFile(io.BytesIO(raw))
    manifest = json.loads(archive.read(MANIFEST))
    link = "0" * 64
    for entry in manifest["files"]:
        digest = hashlib.sha256(archive.read(entry["path"])).hexdigest()
        link = hashlib.sha256(f"{link}{digest}".encode()).hexdigest()
        assert (entry["sha256"], entry["link"]) == (digest, link)
    assert link == manifest["chain"] == chain
    assert bundled(dict(reversed(files.items())))[1] != chain, "their order is proved too"


def fetched(chain: str, agency: str = AGENCY) -> Told:
    command = RecordDossier(
        debtor=DEBTOR,
        placement=PLACEMENT,
        agency=agency,
        content="object",
        chain=chain,
        fetched_by="anton",
    )
    return told(KEY, command)


def a_requested_case() -> Scenario:
    known = (a_creditor(), a_day(), a_debtor(), an_item(), an_agency(), proposed())
    return handoff.given(*known, a_request(placement=PLACEMENT))


def test_what_was_handed_out_is_recorded_once_for_each_content() -> None:
    case = a_requested_case()
    case.when(fetched("c1")).then_refused(PlacementUnknown)
    case.given(the_offer())
    case.when(fetched("c1")).then(like(DossierHandedOut, chain="c1", content="object"))
    case.when(fetched("c1")).then_nothing()
    case.when(fetched("c2")).then(like(DossierHandedOut, chain="c2"))
    case.when(fetched("c1", "agency-2")).then_refused(PlacementUnknown)


def test_who_has_the_case_no_more_gets_no_dossier() -> None:
    """One is made anew for whoever asks, and has what was said since."""
    about = {"debtor": DEBTOR, "placement": PLACEMENT}
    refused = RefusePlacement(**about, agency=AGENCY, reason="too small", refused_by="anton")
    recalled = RecallPlacement(**about, reason="by_person", recalled_by="paula")
    for command, stage in ((refused, "refused"), (recalled, "recalled")):
        case = a_requested_case().given(the_offer(), fetched("c1"), told(KEY, command))
        case.when(fetched("c2")).then_refused(DossierNotHandedOut, stage=stage)
