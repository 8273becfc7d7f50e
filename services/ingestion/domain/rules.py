"""Our rules of a document: each a sentence, with an id of its own in the answer.

Sums may be off by one minor unit of the currency (a cent), sums of lines or of tax subtotals by
one for each of them: writers round each part, EN 16931 asks for the rounded sum.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from libs.kernel.money import Money, minor_units, total
from services.ingestion.domain.draft import Draft
from services.ingestion.domain.problems import Problem

NUMBER_LENGTH_MAX: Final = 100
YEARS: Final = (1990, 2100)
_PRO_FORMA: Final = "325"

Rule = Callable[[Draft], Problem | None]


def a_document_has_a_number(draft: Draft) -> Problem | None:
    if draft.number:
        return None
    return Problem("number_absent", "the document has no number", _at(draft, "number"))


def a_number_is_short(draft: Draft) -> Problem | None:
    if len(draft.number) <= NUMBER_LENGTH_MAX:
        return None
    message = f"the number has {len(draft.number)} characters, more than {NUMBER_LENGTH_MAX}"
    return Problem("number_too_long", message, _at(draft, "number"))


def a_pro_forma_is_no_claim(draft: Draft) -> Problem | None:
    if draft.type_code != _PRO_FORMA:
        return None
    message = f"type {_PRO_FORMA} is a pro forma invoice, which claims nothing"
    return Problem("not_a_claim", message, _at(draft, "type_code"))


def dates_are_of_our_time(draft: Draft) -> Problem | None:
    first, last = YEARS
    for name, on in (("issued_on", draft.issued_on), ("due_on", draft.due_on)):
        if on is not None and not first <= on.year <= last:
            message = f"{on} lies outside of the years {first} to {last}"
            return Problem("date_out_of_range", message, _at(draft, name))
    return None


def nothing_is_due_before_it_is_issued(draft: Draft) -> Problem | None:
    if draft.due_on is None or draft.due_on >= draft.issued_on:
        return None
    message = f"due on {draft.due_on}, before it was issued on {draft.issued_on}"
    return Problem("due_before_issue", message, _at(draft, "due_on"))


def lines_make_their_sum(draft: Draft) -> Problem | None:
    lines, count = draft.lines_sum, draft.lines_count
    if _near(lines, draft.totals.lines, count):
        return None
    message = f"the {count} lines make {lines}, their sum says {draft.totals.lines}"
    return Problem("totals_lines", message, _at(draft, "lines"))


def lines_and_charges_make_the_net(draft: Draft) -> Problem | None:
    sums = draft.totals
    net = sums.lines - sums.allowances + sums.charges
    if _near(net, sums.net):
        return None
    message = f"lines {sums.lines} - {sums.allowances} + {sums.charges} make {net}, not {sums.net}"
    return Problem("totals_net", message, _at(draft, "net"))


def subtotals_make_the_tax(draft: Draft) -> Problem | None:
    tax = total((one.tax for one in draft.taxes), draft.currency)
    if not draft.taxes or _near(tax, draft.totals.tax, len(draft.taxes)):
        return None
    message = f"the tax subtotals make {tax}, the tax total says {draft.totals.tax}"
    return Problem("totals_tax", message, _at(draft, "tax"))


def net_and_tax_make_the_gross(draft: Draft) -> Problem | None:
    sums = draft.totals
    if _near(sums.net + sums.tax, sums.gross):
        return None
    message = f"net {sums.net} + tax {sums.tax} make {sums.net + sums.tax}, not {sums.gross}"
    return Problem("totals_gross", message, _at(draft, "gross"))


def what_is_left_of_the_gross_is_due(draft: Draft) -> Problem | None:
    sums = draft.totals
    due = sums.gross - sums.prepaid + sums.rounding
    if _near(due, sums.payable) or _near(due + sums.third_party, sums.payable):
        return None
    message = (
        f"gross {sums.gross} - prepaid {sums.prepaid} + rounding {sums.rounding} "
        f"make {due}, not {sums.payable}"
    )
    return Problem("totals_payable", message, _at(draft, "payable"))


def a_credit_note_is_worth_something(draft: Draft) -> Problem | None:
    """An invoice below zero is a credit; a credit note below zero is for a person to read."""
    if not draft.is_credit_note or draft.totals.payable >= Money.zero(draft.currency):
        return None
    message = f"a credit note of {draft.totals.payable} would be a claim; send an invoice"
    return Problem("credit_note_negative", message, _at(draft, "payable"))


def a_buyer_has_a_name(draft: Draft) -> Problem | None:
    if draft.buyer.personal.name:
        return None
    return Problem("buyer_name_absent", "the buyer has no name", _at(draft, "buyer"))


RULES: Final[tuple[Rule, ...]] = (
    a_document_has_a_number,
    a_number_is_short,
    a_pro_forma_is_no_claim,
    dates_are_of_our_time,
    nothing_is_due_before_it_is_issued,
    lines_make_their_sum,
    lines_and_charges_make_the_net,
    subtotals_make_the_tax,
    net_and_tax_make_the_gross,
    what_is_left_of_the_gross_is_due,
    a_credit_note_is_worth_something,
    a_buyer_has_a_name,
)


def broken(draft: Draft) -> tuple[Problem, ...]:
    """What `draft` breaks, in the order of RULES; nothing: it is taken."""
    found = (rule(draft) for rule in RULES)
    return tuple(problem for problem in found if problem is not None)


def _at(draft: Draft, name: str) -> str:
    return draft.positions.get(name, "")


def _near(one: Money, other: Money, parts: int = 1) -> bool:
    unit = Decimal(1).scaleb(-minor_units(one.currency))
    return abs(one - other).amount <= unit * max(parts, 1)
