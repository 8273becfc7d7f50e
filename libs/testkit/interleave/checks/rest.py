"""When all is quiet: nothing on its way, nothing unused, nothing where it does not belong."""

from collections.abc import Collection

from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.wrong import must


def check_shares(books: Books) -> None:
    """Every share is booked or back; what rests on an amount alone is set against its item."""
    for name, share in books.shares.items():
        must(
            share.place == "released" or (share.place == "booked" and not share.recalled),
            "liveness",
            f"share {name} is {share.place} for ever",
            name,
            share.payment,
        )
        if share.place == "booked" and share.evidence == "amount":
            cancelled = books.items[share.item].is_cancelled
            source = books.sources[name]
            must(
                cancelled or source.on_account == 0,
                "wrong debtor",
                f"{source.on_account} of {name} is on account by its amount alone",
                name,
                share.payment,
                share.item,
            )


def check_searched(books: Books, orphans: Collection[str]) -> None:
    """Every payment was looked for; every return has its original.

    `orphans`: returns of payments whose statement never came.
    """
    for name, payment in books.payments.items():
        if payment.is_credit:
            must(
                bool(payment.outcome) or payment.is_returned,
                "liveness",
                f"payment {name} was never searched",
                name,
            )
        elif payment.assigned_to or name not in orphans:
            original = books.payments.get(payment.assigned_to)
            must(
                original is not None
                and original.is_returned
                and original.received == payment.received
                and original.returned == original.received,
                "liveness",
                f"return {name} did not take {payment.assigned_to or 'anything'} back",
                name,
                payment.assigned_to,
            )
    taken = [p.assigned_to for p in books.payments.values() if p.assigned_to]
    must(len(taken) == len(set(taken)), "returns", f"an original came back twice: {taken}", *taken)


def check_used(books: Books) -> None:
    """Money or credit on account that names an open item of its debtor settles it."""
    for name, source in books.sources.items():
        item = books.items.get(source.item)
        if item is None or source.on_account == 0 or item.debtor != source.debtor:
            continue
        must(
            item.open == 0,
            "unused",
            f"{source.on_account} of {name} lies on account, and {item.open} of {source.item} "
            "is open",
            name,
            source.item,
        )
