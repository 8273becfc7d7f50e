"""The amounts of a UBL document: totals, taxes, lines."""

from dataclasses import dataclass

from libs.events.contracts.ingestion import Line, Tax
from libs.kernel.money import Money, total
from services.ingestion.adapters.ubl.fields import Element, Fields, every, first, text, text_of
from services.ingestion.domain.draft import LINES_KEPT_MAX, Totals


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that are kept, and what all of them come to."""

    kept: tuple[Line, ...]
    count: int
    sum: Money


def totals_of(root: Element, fields: Fields, lines_sum: Money) -> Totals:
    """What the document says; a sum that UBL leaves out is made from those it has."""
    sums = first(root, "cac:LegalMonetaryTotal")

    def amount(name: str, otherwise: Money | None = None) -> Money:
        return fields.money(first(sums, f"cbc:{name}"), otherwise=otherwise)

    allowances, charges = amount("AllowanceTotalAmount"), amount("ChargeTotalAmount")
    lines = amount("LineExtensionAmount", lines_sum)
    net = amount("TaxExclusiveAmount", lines - allowances + charges)
    tax = fields.money(first(tax_total_of(root, fields), "cbc:TaxAmount"))
    return Totals(
        lines=lines,
        allowances=allowances,
        charges=charges,
        net=net,
        tax=tax,
        gross=amount("TaxInclusiveAmount", net + tax),
        prepaid=amount("PrepaidAmount"),
        rounding=amount("PayableRoundingAmount"),
        third_party=_third_party(root, fields),
        payable=amount("PayableAmount"),
    )


def tax_total_of(root: Element, fields: Fields) -> Element | None:
    """The tax total in the document's currency: the one with subtotals, where there are two."""
    found = [
        node
        for node in every(root, "cac:TaxTotal")
        if _currency_of(first(node, "cbc:TaxAmount"), fields) == fields.currency
    ]
    detailed = [node for node in found if first(node, "cac:TaxSubtotal") is not None]
    return next(iter((*detailed, *found)), None)


def taxes_of(root: Element, fields: Fields) -> tuple[Tax, ...]:
    return tuple(
        Tax(
            category=text(node, "cac:TaxCategory/cbc:ID", length_max=10),
            rate_percent=text(node, "cac:TaxCategory/cbc:Percent", length_max=20) or None,
            taxable=fields.money(first(node, "cbc:TaxableAmount")),
            tax=fields.money(first(node, "cbc:TaxAmount")),
        )
        for node in every(tax_total_of(root, fields), "cac:TaxSubtotal")
    )


def lines_of(root: Element, fields: Fields) -> Lines:
    nodes = (*every(root, "cac:InvoiceLine"), *every(root, "cac:CreditNoteLine"))
    nets = (fields.money(first(node, "cbc:LineExtensionAmount")) for node in nodes)
    return Lines(
        kept=tuple(_line(node, fields) for node in nodes[:LINES_KEPT_MAX]),
        count=len(nodes),
        sum=total(nets, fields.currency),
    )


def _line(node: Element, fields: Fields) -> Line:
    quantity = first(node, "cbc:InvoicedQuantity", "cbc:CreditedQuantity")
    return Line(
        number=text(node, "cbc:ID", length_max=40),
        text=text(node, "cac:Item/cbc:Name", "cac:Item/cbc:Description", "cbc:Note"),
        quantity=text_of(quantity, 40),
        unit="" if quantity is None else quantity.get("unitCode", "")[:20],
        net=fields.money(first(node, "cbc:LineExtensionAmount")),
    )


def _third_party(root: Element, fields: Fields) -> Money:
    """Of EN 16931 this element is not part; XRechnung's extension collects by it for others."""
    paid = (fields.money(node) for node in every(root, "cac:PrepaidPayment/cbc:PaidAmount"))
    return total(paid, fields.currency)


def _currency_of(node: Element | None, fields: Fields) -> str:
    return fields.currency if node is None else node.get("currencyID", fields.currency)
