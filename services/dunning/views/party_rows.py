"""What the view keeps of others: parties by name, what settles items, and policies."""

from collections.abc import Iterator

from libs.events.contracts.dunning import BandNoted, PolicyPublished
from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorRegistered,
)
from libs.events.contracts.matching import CreditBooked, PaymentReceived, ShareBooked
from libs.events.contracts.model import Erased
from libs.events.views.projection import SeenEvent
from services.dunning.views.rows import Kept, Row, kept, money


def party_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case CreditorRegistered(facts=facts) | CreditorChanged(facts=facts):
            row: Row = facts.model_dump(include={"name", "country", "zone", "feed"})
            row |= {"feed_days_max": facts.feed_days_max}
            yield kept(seen, "creditors", {"creditor": facts.creditor}, row)
        case DebtorRegistered() | DebtorChanged() as event:
            yield kept(seen, "debtors", {"debtor": event.debtor}, _debtor(event))
        case BandNoted() as event:
            yield kept(seen, "debtors", {"debtor": event.debtor}, {"band": event.band})
        case PolicyPublished(facts=facts) as event:
            row = {
                "facts": facts.model_dump(mode="json"),
                "source_hash": event.source_hash,
                "published_by": event.published_by,
                "published_at": seen.recorded_at,
            }
            identity = {"policy": facts.policy, "version": event.version}
            yield kept(seen, "policies", identity, row)
        case _:
            yield from _money_rows(seen)


def _debtor(event: DebtorRegistered | DebtorChanged) -> Row:
    row: Row = event.model_dump(include={"creditor", "customer_number", "country", "language"})
    if not isinstance(event.personal, Erased):
        contacts = [one.model_dump(mode="json") for one in event.personal.contacts]
        row |= {"name": event.personal.name, "contacts": contacts}
    return row


def _money_rows(seen: SeenEvent) -> Iterator[Kept]:
    """What may have settled or credited an item, so that a recall can name it."""
    match seen.event:
        case ShareBooked() as event:
            row: Row = money(event.amount) | {"kind": "share", "payment": event.payment}
            row |= {"booked_on": event.booked_on}
            yield kept(seen, "sources", {"source": event.share}, row)
        case CreditBooked() as event:
            row = money(event.amount) | {"kind": "credit", "number": event.number}
            row |= {"booked_on": event.issued_on}
            yield kept(seen, "sources", {"source": event.credit}, row)
        case PaymentReceived() as event:
            payer = None if isinstance(event.personal, Erased) else event.personal.payer_name
            row = money(event.amount) | {"booked_on": event.booked_on, "payer_name": payer}
            yield kept(seen, "payments", {"payment": event.payment}, row)
