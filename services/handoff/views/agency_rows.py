"""What the view keeps of agencies: contracts, feeds, webhooks, recoveries to be remitted."""

from collections.abc import Iterator
from typing import Any

from libs.events.contracts.handoff import (
    AgencyRegistered,
    AgencyTold,
    RecoveryNoted,
    RecoveryRemitted,
    RemittanceReported,
    SecretRotated,
    WebhookFailed,
    WebhookQueued,
    WebhookResent,
    WebhookTaken,
)
from libs.events.contracts.matching import RemittanceReopened, RemittanceSettled
from libs.events.views.projection import SeenEvent
from libs.kernel.keys import is_copy

Row = dict[str, Any]


def agency_rows(seen: SeenEvent) -> Iterator[tuple[str, Row, Row]]:
    """Table, what names the row, what is said of it. Copies say nothing new."""
    match seen.event:
        case AgencyRegistered() as event if not is_copy(seen.stream):
            said = event.facts.model_dump(mode="json", exclude={"agency"})
            yield _agency(event.facts.agency, {**said, "revision": event.revision})
        case SecretRotated() as event:
            said = {"secret_number": event.secret_number, "before_until": event.before_until}
            yield _agency(event.agency, said)
        case AgencyTold() as event:
            said = event.model_dump(mode="json", exclude={"agency", "number", "posted"})
            name = {"agency": event.agency, "number": event.number}
            yield "entries", name, {"at": seen.recorded_at, "said": said}
        case RecoveryNoted() as event:
            said = event.model_dump(mode="json", exclude={"agency", "recovery"})
            yield "recoveries", {"recovery": event.recovery}, {"agency": event.agency, "said": said}
        case RecoveryRemitted() as event:
            said = {"remittance": event.remittance}
            yield "recoveries", {"recovery": event.recovery}, {"agency": event.agency, "said": said}
        case RemittanceReported() as event:
            said = event.model_dump(mode="json", exclude={"agency", "remittance", "recoveries"})
            said |= {"recoveries_count": len(event.recoveries)}
            yield "remittances", {"remittance": event.remittance}, _row(event.agency, said=said)
        case RemittanceSettled() as event:
            settled = event.model_dump(mode="json", include={"payment", "amount", "fees"})
            settled |= {"at": seen.recorded_at.isoformat()}
            name = {"remittance": event.remittance}
            yield "remittances", name, _row(event.agency, settled=settled)
        case RemittanceReopened() as event:
            yield "remittances", {"remittance": event.remittance}, _row(event.agency, settled={})
        case _:
            yield from _delivery_rows(seen)


def _row(agency: str, **columns: Row) -> Row:
    return {"agency": agency, **columns}


def _agency(agency: str, said: Row) -> tuple[str, Row, Row]:
    return "agencies", {"agency": agency}, {"said": said}


def _delivery_rows(seen: SeenEvent) -> Iterator[tuple[str, Row, Row]]:
    at = {"changed_at": seen.recorded_at.isoformat()}
    match seen.event:
        case WebhookQueued() | WebhookResent() as event:
            stage, said = "waits", {"tries_count": 0, "reason": "", "not_before": ""}
        case WebhookTaken() as event:
            stage, said = "taken", {"tries_count": event.tries_count, "status": event.status}
        case WebhookFailed() as event:
            stage = "dead" if event.dead else "waits"
            said = event.model_dump(include={"tries_count", "reason", "not_before"})
        case _:
            return
    name = {"agency": event.agency, "number": event.number}
    yield "deliveries", name, {"stage": stage, "said": {**said, **at}}
