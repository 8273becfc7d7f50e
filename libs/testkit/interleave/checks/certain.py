"""Every payment that anybody could tell is where it belongs, however late its invoice came."""

from collections.abc import Mapping
from decimal import Decimal

from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.payments_told import Payment
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.certainty import Certainty
from libs.testkit.interleave.truth.scene import Scene


def check_certain(
    scene: Scene, books: Books, found: Mapping[int, str], touched_items: set[str]
) -> None:
    """Raises Wrong."""
    for place, certainty in scene.certain.items():
        name = found[place]
        payment = books.payments[name]
        if payment.touched or _is_given_up(certainty, payment):
            continue
        if _is_exempt(certainty, payment, books, touched_items):
            continue
        applied: dict[str, Decimal] = {}
        for share in payment.shares.values():
            if share.place == "booked":
                applied[share.item] = applied.get(share.item, Decimal(0)) + share.amount
        must(
            applied == dict(certainty.applied),
            "liveness",
            f"certain payment {name} lies with {_told(applied)}, not {_told(certainty.applied)}",
            name,
            *certainty.applied,
        )


def _is_given_up(certainty: Certainty, payment: Payment) -> bool:
    """A person dropped a share of it, and what came back is only suggested.

    That is so the second time; and at once, where what is certain of several items together is
    not so of the one that is left.
    """
    again = payment.bounced > 1 or len(certainty.applied) > 1
    return bool(payment.dropped) and again


def _is_exempt(
    certainty: Certainty, payment: Payment, books: Books, touched_items: set[str]
) -> bool:
    """What is certain only as long as nobody else has a hand in it."""
    if not certainty.needs_nobody_else:
        return False
    if touched_items & certainty.applied.keys():
        return True
    opened = [books.items[item].opened_at for item in certainty.applied]
    return certainty.needs_items_first and max(opened) > payment.received_at


def _told(applied: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{amount} for {item}" for item, amount in applied.items()) or "nothing"
