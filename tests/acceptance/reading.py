"""An independent reading of invoices and statements: a few lines of ElementTree, no rules."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
CBC = f"{{{UBL}CommonBasicComponents-2}}"
CAC = f"{{{UBL}CommonAggregateComponents-2}}"
ROOTS = {f"{{{UBL}Invoice-2}}Invoice", f"{{{UBL}CreditNote-2}}CreditNote"}
CAMT_053 = "urn:iso:std:iso:20022:tech:xsd:camt.053."


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """What a UBL file says is due."""

    number: str
    currency: str
    payable: Decimal
    is_credit_note: bool


def read_ubl(file: Path) -> ReadInvoice | None:
    """None: it is no UBL invoice or credit note."""
    root = _root(file)
    if root is None or root.tag not in ROOTS:
        return None
    payable = Decimal((root.findtext(f"{CAC}LegalMonetaryTotal/{CBC}PayableAmount") or "").strip())
    return ReadInvoice(
        number=(root.findtext(f"{CBC}ID") or "").strip(),
        currency=(root.findtext(f"{CBC}DocumentCurrencyCode") or "").strip(),
        payable=abs(payable),
        is_credit_note=root.tag.endswith("CreditNote") or payable < 0,
    )


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """What a Stmt says of an account: its balances, and what its booked entries come to."""

    account: str
    currency: str
    opening: Decimal | None
    closing: Decimal | None
    first_on: str
    last_on: str
    entries_count: int
    credits: Decimal
    debits: Decimal
    wrong: str
    """Why it cannot be taken; empty: nothing that this reading sees."""


def read_camt_053(file: Path) -> list[ReadStatement] | None:
    """None: it is no camt.053."""
    root = _root(file)
    if root is None or CAMT_053 not in root.tag:
        return None
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return [_statement(stmt) for stmt in root.iter("Stmt")]


def _root(file: Path) -> ET.Element | None:
    try:
        return ET.parse(file).getroot()
    except ET.ParseError:
        return None


def _statement(stmt: ET.Element) -> ReadStatement:
    currency = _text(stmt, "Acct/Ccy") or next(
        (node.get("Ccy", "") for node in stmt.iter("Amt")), ""
    )
    booked = [e for e in stmt.findall("Ntry") if _status(e) == "BOOK"]
    amounts = [_signed(entry) for entry in booked]
    opening, closing = _balance(stmt, "OPBD", "PRCD"), _balance(stmt, "CLBD")
    days = [_day(stmt, entry) for entry in booked]
    days += [_text(stmt, path)[:10] for path in ("FrToDt/FrDtTm", "FrToDt/ToDtTm")]
    days = sorted(day for day in days if day) or [""]
    return ReadStatement(
        account=_text(stmt, "Acct/Id/IBAN") or _text(stmt, "Acct/Id/Othr/Id"),
        currency=currency,
        opening=opening,
        closing=closing,
        first_on=days[0],
        last_on=days[-1],
        entries_count=len(booked),
        credits=sum((a for a in amounts if a > 0), Decimal(0)),
        debits=sum((a for a in amounts if a < 0), Decimal(0)),
        wrong=_what_is_wrong(stmt, currency, opening, closing, sum(amounts, Decimal(0))),
    )


def _what_is_wrong(
    stmt: ET.Element,
    currency: str,
    opening: Decimal | None,
    closing: Decimal | None,
    booked: Decimal,
) -> str:
    if any(balance.find("CdtDbtInd") is None for balance in stmt.findall("Bal")):
        return "a balance does not say on which side it is"
    amounts = [node.find("Amt") for node in (*stmt.findall("Ntry"), *stmt.findall("Bal"))]
    if {node.get("Ccy") for node in amounts if node is not None} - {currency}:
        return "not all amounts are in the account's currency"
    if opening is None or closing is None:
        return "a balance is missing"
    if opening + booked != closing:
        return "the balances do not come out"
    return ""


def _balance(stmt: ET.Element, *codes: str) -> Decimal | None:
    for code in codes:
        for balance in stmt.findall("Bal"):
            if _text(balance, "Tp/CdOrPrtry/Cd") == code:
                return _signed(balance)
    return None


def _signed(node: ET.Element) -> Decimal:
    amount = Decimal(_text(node, "Amt"))
    return -amount if _text(node, "CdtDbtInd") == "DBIT" else amount


def _status(entry: ET.Element) -> str:
    return _text(entry, "Sts/Cd") or _text(entry, "Sts") or "BOOK"


def _day(stmt: ET.Element, entry: ET.Element) -> str:
    return (_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))[:10]


def _text(node: ET.Element, path: str) -> str:
    return (node.findtext(path) or "").strip()
