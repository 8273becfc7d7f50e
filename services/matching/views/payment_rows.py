"""What the ledger view keeps of events at a payment's key, and of returns."""

from collections.abc import Iterator

from libs.events.contracts.matching import (
    PaymentIdentified,
    PaymentReceived,
    PaymentReturned,
    PaymentSuggested,
    PaymentUnidentified,
    RemittancePaid,
    RemittanceReleased,
    RemittanceReturned,
    ReturnAssigned,
    ReturnUnassigned,
    ShareRecalled,
    ShareReleased,
)
from libs.events.contracts.model import Erased
from libs.events.views.projection import SeenEvent
from libs.kernel.keys import kind_of
from services.matching.views.rows import Kept, Row, happened, kept, money

OUTCOMES = {
    PaymentIdentified: "identified",
    PaymentSuggested: "suggested",
    PaymentUnidentified: "unidentified",
}


def payment_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case PaymentReceived() as event:
            yield kept(seen, "payments", {"payment": event.payment}, _received(seen, event))
        case PaymentIdentified() as event:
            yield from _outcome_rows(seen, event)
            yield from _share_rows(seen, event)
        case PaymentSuggested() as event:
            yield from _outcome_rows(seen, event)
        case PaymentUnidentified() as event if kind_of(seen.stream) == "payment":
            yield from _outcome_rows(seen, event)
        case PaymentReturned() as event:
            row: Row = {"returned_by": event.by_return}
            yield kept(seen, "payments", {"payment": event.payment}, row)
        case RemittancePaid() | RemittanceReleased() | RemittanceReturned() as event:
            name = f"{event.remittance}.{event.payment}"
            yield kept(seen, "shares", {"share": name}, _remittance(seen, event))
        case ShareRecalled() as event:
            row = {"recalled": event.reason, "recalled_by": event.recalled_by}
            yield kept(seen, "shares", {"share": event.share}, row)
        case ShareReleased() as event:
            row = {"released": event.reason, "released_at": seen.recorded_at}
            yield kept(seen, "shares", {"share": event.share}, row)
        case _:
            yield from _return_rows(seen)


def _remittance(
    seen: SeenEvent, event: RemittancePaid | RemittanceReleased | RemittanceReturned
) -> Row:
    """As a share, whose debtor is nobody."""
    if not isinstance(event, RemittancePaid):
        back = "returned" if isinstance(event, RemittanceReturned) else "bounced"
        return {"released": back, "released_at": seen.recorded_at}
    return {
        **money(event.amount),
        "payment": event.payment,
        "debtor": "",
        "item": "",
        "number": "",
        "evidence": "reference",
        "rule": "remittance_of_agency",
        "decided_by": "",
        "sent_at": seen.recorded_at,
    }


def _received(seen: SeenEvent, event: PaymentReceived) -> Row:
    personal = event.personal
    said = None if isinstance(personal, Erased) else personal.model_dump(mode="json")
    return {
        **money(event.amount),
        "kind": event.kind,
        "creditor": event.creditor,
        "account": event.account,
        "statement": event.statement,
        "booked_on": event.booked_on,
        "facts": event.model_dump(mode="json", exclude={"personal"}),
        "personal": said,
        "received_at": seen.recorded_at,
    }


def _outcome_rows(
    seen: SeenEvent, event: PaymentIdentified | PaymentSuggested | PaymentUnidentified
) -> Iterator[Kept]:
    outcome, facts = OUTCOMES[type(event)], event.model_dump(mode="json")
    at = {"outcome": outcome, "outcome_at": seen.recorded_at, "outcome_facts": facts}
    yield kept(seen, "payments", {"payment": event.payment}, at)
    row = {"payment": event.payment, "at": seen.recorded_at, "outcome": outcome, "facts": facts}
    yield happened(seen, "outcomes", row)


def _share_rows(seen: SeenEvent, event: PaymentIdentified) -> Iterator[Kept]:
    for share in event.shares:
        row = {
            **money(share.amount),
            "payment": event.payment,
            "debtor": share.debtor,
            "item": share.item,
            "number": share.number,
            "evidence": share.evidence,
            "rule": event.rule,
            "decided_by": event.decided_by,
            "sent_at": seen.recorded_at,
        }
        yield kept(seen, "shares", {"share": share.share}, row)


def _return_rows(seen: SeenEvent) -> Iterator[Kept]:
    """What is decided at the key of a group of returns."""
    match seen.event:
        case PaymentUnidentified() as event:
            row: Row = {"waits_for_original": True}
            yield kept(seen, "returns", {"payment": event.payment}, row)
        case ReturnAssigned() as event:
            row = {"original": event.original, "waits_for_original": False}
            yield kept(seen, "returns", {"payment": event.payment}, row)
        case ReturnUnassigned() as event:
            row = {"unassigned_since": event.since_on}
            yield kept(seen, "returns", {"payment": event.payment}, row)
