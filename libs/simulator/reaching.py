"""Whom no mail reaches: one debtor whose address bounces, one that has none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from libs.simulator.habits import Manner
from libs.simulator.invoices import Invoice
from libs.simulator.parties import Debtor, Reach

_UNREACHED: Final = (Reach.BOUNCES, Reach.NOWHERE)
_DEBTORS_MIN: Final = 20


def with_unreached(
    debtors: Sequence[Debtor], invoices: Sequence[Invoice]
) -> tuple[list[Debtor], list[Invoice]]:
    """The latest payers, who are chased by mail, so that it shows; none in a small life."""
    counts = Counter(invoice.debtor.customer_number for invoice in invoices)
    late = sorted(
        (one for one in debtors if _pays_late(one) and counts[one.customer_number] > 1),
        key=lambda one: (-one.habit.delay_days, one.customer_number),
    )
    chosen = late if len(debtors) >= _DEBTORS_MIN else []
    reach = dict(zip((one.customer_number for one in chosen), _UNREACHED, strict=False))

    def known(debtor: Debtor) -> Debtor:
        return replace(debtor, reach=reach.get(debtor.customer_number, Reach.READS))

    return (
        [known(debtor) for debtor in debtors],
        [replace(invoice, debtor=known(invoice.debtor)) for invoice in invoices],
    )


def _pays_late(debtor: Debtor) -> bool:
    return debtor.habit.manner is Manner.EACH and debtor.habit.delay_days > 0
