"""What is kept of a document, once its rules hold."""

from dataclasses import dataclass

from libs.events.contracts.ingestion import DocumentFacts, DocumentKind, Line, Tax
from libs.kernel.money import Money
from services.ingestion.domain.draft import Buyer, Draft, Totals
from services.ingestion.domain.problems import DocumentRefused, Problem
from services.ingestion.domain.rules import broken


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that may be registered."""

    kind: DocumentKind
    facts: DocumentFacts
    """Without the id of the account that it is to be paid to, which needs the tenant."""
    buyer: Buyer
    payee_iban: str
    names_number: str
    """Of a credit note: the first invoice number that it names; empty: none."""
    warnings: tuple[Problem, ...]


def kept(draft: Draft) -> ReadDocument:
    """What we keep of `draft`, amounts positive. Raises DocumentRefused with all broken rules.

    An invoice below zero (a correction, an overpaid final bill) is a credit note: every amount
    changes its sign.
    """
    problems = broken(draft)
    if problems:
        raise DocumentRefused(problems)
    is_below_zero = draft.totals.payable < Money.zero(draft.currency)
    is_credit_note = draft.is_credit_note or is_below_zero
    return ReadDocument(
        kind="credit_note" if is_credit_note else "invoice",
        facts=_facts(draft, -1 if is_below_zero else 1),
        buyer=draft.buyer,
        payee_iban=draft.payee_iban,
        names_number=_named_invoice(draft) if is_credit_note else "",
        warnings=_warnings(draft, is_credit_note=is_credit_note),
    )


def _facts(draft: Draft, sign: int) -> DocumentFacts:
    sums = _signed(draft.totals, sign)
    return DocumentFacts(
        number=draft.number,
        issued_on=draft.issued_on,
        due_on=draft.due_on or draft.issued_on,
        currency=draft.currency,
        net=sums.net,
        tax=sums.tax,
        gross=sums.gross,
        prepaid=sums.gross + sums.rounding - sums.payable,
        rounding=sums.rounding,
        payable_amount=sums.payable,
        taxes=tuple(_signed_tax(tax, sign) for tax in draft.taxes),
        lines=tuple(_signed_line(line, sign) for line in draft.lines),
        lines_count=draft.lines_count,
        payable=draft.payable,
        references=draft.references,
        customization=draft.customization,
        profile=draft.profile,
        note=draft.note,
    )


def _signed(sums: Totals, sign: int) -> Totals:
    if sign > 0:
        return sums
    return Totals(
        lines=-sums.lines,
        allowances=-sums.allowances,
        charges=-sums.charges,
        net=-sums.net,
        tax=-sums.tax,
        gross=-sums.gross,
        prepaid=-sums.prepaid,
        rounding=-sums.rounding,
        third_party=-sums.third_party,
        payable=-sums.payable,
    )


def _signed_tax(tax: Tax, sign: int) -> Tax:
    if sign > 0:
        return tax
    return tax.model_copy(update={"taxable": -tax.taxable, "tax": -tax.tax})


def _signed_line(line: Line, sign: int) -> Line:
    return line if sign > 0 else line.model_copy(update={"net": -line.net})


def _named_invoices(draft: Draft) -> tuple[str, ...]:
    named = (one.number for one in draft.references if one.kind == "invoice" and one.number)
    return tuple(dict.fromkeys(named))


def _named_invoice(draft: Draft) -> str:
    return next(iter(_named_invoices(draft)), "")


def _warnings(draft: Draft, *, is_credit_note: bool) -> tuple[Problem, ...]:
    found = []
    if draft.due_on is None and not is_credit_note:
        message = f"no due date is given: due at once, on {draft.issued_on}"
        found.append(Problem("due_date_absent", message))
    if is_credit_note and not draft.is_credit_note:
        message = f"an invoice of {draft.totals.payable} is taken as a credit note"
        found.append(Problem("invoice_negative", message))
    named = _named_invoices(draft)
    if is_credit_note and len(named) > 1:
        message = f"it names {len(named)} invoices; it is booked on the first, {named[0]}"
        found.append(Problem("several_invoices_named", message))
    return tuple(found)
