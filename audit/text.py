"""The summary as a person reads it."""

from audit.cents import shown
from audit.summary import Money, Summary


def as_text(summary: Summary) -> str:
    """One line a figure, then what differs."""

    def line(name: str, money: Money) -> str:
        return f"{name:<24}{money.count:>7}{shown(money.amount, summary.currency):>22}"

    lines = [
        line("invoices in", summary.invoices),
        line("credit notes in", summary.credit_notes),
        f"{'bank entries booked':<24}{summary.entries:>7}",
        line("payments applied", summary.applied),
        line("payments suggested", summary.suggested),
        line("payments unidentified", summary.unidentified),
        line("payments returned", summary.returned),
        line("entries set aside", summary.set_aside),
        line("items open", summary.open_items),
        *_agency_lines(summary),
        *_owing_lines(summary),
        *_known_lines(summary),
        f"{'unaccounted for':<31}{shown(summary.cents_unaccounted, summary.currency):>22}",
        *_difference_lines(summary),
    ]
    return "\n".join(lines)


def _agency_lines(summary: Summary) -> list[str]:
    cases = summary.handed_over
    if not cases.offered:
        return []
    rows = (
        ("cases with agencies", cases.offered, None),
        ("recovered by agencies", cases.recoveries, cases.recovered),
        ("remitted net of fees", cases.remittances, cases.remitted),
        ("left with agencies", "", cases.clearing),
    )
    return [
        f"{name:<24}{count:>7}"
        + (f"{shown(amount, summary.currency):>22}" if amount is not None else "")
        for name, count, amount in rows
    ]


def _owing_lines(summary: Summary) -> list[str]:
    return [
        f"{'  ' + one.customer + ' ' + one.name:<31}{shown(one.amount, summary.currency):>22}"
        for one in summary.owing
    ]


def _known_lines(summary: Summary) -> list[str]:
    if summary.known is None:
        return []
    known = summary.known
    return [
        f"of {known.certain} payments that can be known: {known.exact} applied exactly, "
        f"{known.wrong} wrongly, {known.left_to_a_person} left to a person",
        *(f"  {one}" for one in known.left),
    ]


def _difference_lines(summary: Summary) -> list[str]:
    return [
        f"DIFFERS {one.where}: {one.stream}: expected "
        + (
            f"{shown(one.expected, summary.currency)}, found {shown(one.found, summary.currency)}"
            if one.is_money
            else f"{one.expected}, found {one.found}"
        )
        for one in summary.differences
    ]
