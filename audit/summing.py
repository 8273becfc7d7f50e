"""The ledger as the events of matching say it, summed up from nothing."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from audit.cents import cents
from audit.ledger import Aside, Impossible, Item, Ledger, Payment, Source
from audit.log import Fact
from audit.moving import item_moved, source_moved

_Handler = Callable[[Ledger, dict[str, Any]], None]


def ledger_of(facts: Iterable[Fact], tenant: str) -> Ledger:
    """Sum the facts of matching of one tenant; in the order of each partition they may mix.

    What moves with a merged debtor goes from one partition to another, later than it was there.
    """
    ledger = Ledger()
    for fact in sorted(facts, key=lambda one: one.recorded_at):
        if fact.service == "matching" and fact.tenant == tenant:
            handler = _HANDLERS.get(fact.name)
            if handler is not None:
                _apply(ledger, fact, handler)
    return ledger


def _apply(ledger: Ledger, fact: Fact, handler: _Handler) -> None:
    try:
        handler(ledger, fact.fields)
    except LookupError as missing:
        ledger.nonsense.append((fact.stream, f"{fact.name} speaks of {missing}, which is not"))
    except Impossible as why:
        ledger.nonsense.append((fact.stream, str(why)))


def _statement_accepted(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.accepted[f["statement"]] = f
    ledger.waiting.discard(f["statement"])
    if f.get("begins_with"):
        ledger.cash[f["account"]] += cents(f["begins_with"])


def _statement_waiting(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.waiting.add(f["statement"])


def _no_longer_waiting(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.waiting.discard(f["statement"])


def _feed_restarted(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.cash[f["account"]] += cents(f["difference"])


def _entry_set_aside(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.cash[f["account"]] += amount
    ledger.set_aside.append(
        Aside(
            entry=f["entry"],
            account=f["account"],
            kind=f["kind"],
            amount=amount,
            currency=f["amount"].split(" ")[1],
            booked_on=f["booked_on"],
        )
    )
    ledger.entries[f["statement"], f["position"]] += 1


def _payment_received(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.cash[f["account"]] += amount if f["kind"] == "credit" else -amount
    ledger.entries[f["statement"], f["position"]] += 1
    ledger.payments[f["payment"]] = Payment(
        id=f["payment"],
        creditor=f["creditor"],
        account=f["account"],
        kind=f["kind"],
        received=amount,
        currency=f["amount"].split(" ")[1],
        booked_on=f["booked_on"],
        bank_reference=f["bank_reference"],
        end_to_end_id=f["end_to_end_id"],
        position=(f["statement"], f["position"]),
        free=amount if f["kind"] == "credit" else 0,
    )


def _collection_received(ledger: Ledger, f: dict[str, Any]) -> None:
    """A debtor's payment that lies with an agency, and on no account of the creditor's."""
    amount, currency = cents(f["amount"]), f["amount"].split(" ")[1]
    ledger.payments[f["payment"]] = Payment(
        id=f["payment"],
        creditor=f["creditor"],
        account="",
        kind="credit",
        received=amount,
        currency=currency,
        booked_on=f["received_on"],
        bank_reference="",
        end_to_end_id="",
        position=("", 0),
        free=amount,
    )
    ledger.clearing[f["agency"]] += amount


def _remittance_paid(ledger: Ledger, f: dict[str, Any]) -> None:
    payment, amount = ledger.payments[f["payment"]], cents(f["amount"])
    payment.outcome, payment.rule = "applied", "remittance"
    payment.free -= amount
    payment.gone += amount


def _remittance_settled(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.clearing[f["agency"]] -= cents(f["amount"]) + cents(f["fees"])


def _remittance_reopened(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.clearing[f["agency"]] += cents(f["amount"]) + cents(f["fees"])


def _remittance_released(ledger: Ledger, f: dict[str, Any]) -> None:
    payment, amount = ledger.payments[f["payment"]], cents(f["amount"])
    payment.outcome = "unidentified"
    payment.free += amount
    payment.gone -= amount


def _payment_identified(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.outcome, payment.rule, payment.decided_by = "applied", f["rule"], f["decided_by"]
    payment.candidates = []
    for share in f["shares"]:
        payment.shares[share["share"]] = share
        payment.free -= cents(share["amount"])


def _payment_suggested(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.candidates = f["candidates"]
    if not payment.shares:
        payment.outcome = "suggested"


def _payment_unidentified(ledger: Ledger, f: dict[str, Any]) -> None:
    # Of a return it is said at the key of its kind, which may be read before the return itself.
    payment = ledger.payments.get(f["payment"])
    if payment is not None and not payment.shares:
        payment.outcome = "unidentified"


def _payment_returned(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    payment.gone += payment.free
    payment.free, payment.returned, payment.outcome = 0, True, "returned"


def _return_assigned(ledger: Ledger, f: dict[str, Any]) -> None:
    # At the key of its kind of return: which may be read before the return itself.
    ledger.assigned[f["payment"]] = f["original"]


def _share_released(ledger: Ledger, f: dict[str, Any]) -> None:
    payment = ledger.payments[f["payment"]]
    del payment.shares[f["share"]]
    if payment.returned:
        payment.gone += cents(f["amount"])
    else:
        payment.free += cents(f["amount"])
        if not payment.shares:
            payment.outcome = "unidentified"


def _share_booked(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    if f["share"] in ledger.sources:
        raise Impossible(f"share {f['share']} is booked twice")
    ledger.sources[f["share"]] = Source("share", f["debtor"], amount, amount)


def _share_taken_back(ledger: Ledger, f: dict[str, Any]) -> None:
    source = ledger.sources.pop(f["share"])
    if source.on_account != source.amount:
        raise Impossible(f"share {f['share']} was taken back while it settled something")


def _credit_booked(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.sources[f["credit"]] = Source("credit", f["debtor"], amount, amount, number=f["number"])


def _allocated(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.sources[f["source"]].on_account -= cents(f["amount"])
    ledger.settled[f["source"], f["item"]] += cents(f["amount"])
    ledger.settled_of[f["item"]] += cents(f["amount"])


def _reversed(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.sources[f["source"]].on_account += cents(f["amount"])
    ledger.settled[f["source"], f["item"]] -= cents(f["amount"])
    ledger.settled_of[f["item"]] -= cents(f["amount"])


def _item_opened(ledger: Ledger, f: dict[str, Any]) -> None:
    amount = cents(f["amount"])
    ledger.items[f["item"]] = Item(
        id=f["item"],
        kind=f["kind"],
        number=f["number"],
        debtor=f["debtor"],
        creditor=f["creditor"],
        amount=amount,
        currency=f["amount"].split(" ")[1],
        due_on=f["due_on"],
        said_open=amount,
    )


def _item_says_open(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].said_open = cents(f["open"])


def _item_settled(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].said_open = 0


def _item_cancelled(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.items[f["item"]].cancelled = True
    ledger.items[f["item"]].said_open = 0


def _suspected(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.suspected.add((f["item"], f["by"]))


def _unsuspected(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.suspected.discard((f["item"], f["by"]))


def _covered(ledger: Ledger, f: dict[str, Any]) -> None:
    ledger.covered[f["creditor"]] = max(f["through_on"], ledger.covered.get(f["creditor"], ""))


_HANDLERS: Mapping[str, _Handler] = {
    "statement_accepted": _statement_accepted,
    "statement_waiting": _statement_waiting,
    "statement_repeated": _no_longer_waiting,
    "statement_dropped": _no_longer_waiting,
    "feed_restarted": _feed_restarted,
    "entry_set_aside": _entry_set_aside,
    "payment_received": _payment_received,
    "collection_received": _collection_received,
    "remittance_paid": _remittance_paid,
    "remittance_settled": _remittance_settled,
    "remittance_reopened": _remittance_reopened,
    "remittance_released": _remittance_released,
    "payment_identified": _payment_identified,
    "payment_suggested": _payment_suggested,
    "payment_unidentified": _payment_unidentified,
    "payment_returned": _payment_returned,
    "return_assigned": _return_assigned,
    "share_released": _share_released,
    "share_booked": _share_booked,
    "share_moved_in": source_moved,
    "credit_moved_in": source_moved,
    "item_moved_in": item_moved,
    "share_taken_back": _share_taken_back,
    "credit_booked": _credit_booked,
    "payment_allocated": _allocated,
    "allocation_reversed": _reversed,
    "item_opened": _item_opened,
    "item_reduced": _item_says_open,
    "item_reopened": _item_says_open,
    "item_settled": _item_settled,
    "item_cancelled": _item_cancelled,
    "settlement_suspected": _suspected,
    "suspicion_lifted": _unsuspected,
    "suspicion_expired": _unsuspected,
    "ledger_covered": _covered,
}
