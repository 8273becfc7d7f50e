"""Reads invoices and statements as a stranger would: by the elements' names alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from libs.kernel.money import Money, total


@dataclass(frozen=True)
class Document:
    number: str
    amount: Money
    customer: str
    name: str
    quote: str
    credits: str


@dataclass(frozen=True)
class Movement:
    account: str
    day: date
    amount: Money
    reference: str
    end_to_end_id: str
    name: str
    iban: str
    lines: tuple[str, ...]
    quotes: tuple[str, ...]
    takes_back: bool
    is_paid: bool
    """By a payment of somebody, not by the bank itself."""
    is_whole: bool

    @property
    def same(self) -> tuple[str, date, Money, str]:
        return self.account, self.day, self.amount, self.reference


def _text(tree: Any, path: str) -> str:
    return str(tree.findtext("/".join(f"{{*}}{step}" for step in path.split("/")), default=""))


def _money(amount: Any) -> Money:
    return Money.of(str(amount.text), amount.get("Ccy") or amount.get("currencyID"))


def read_document(xml: bytes) -> Document:
    tree = etree.fromstring(xml)
    payable = tree.find("{*}LegalMonetaryTotal/{*}PayableAmount")
    buyer = tree.find("{*}AccountingCustomerParty/{*}Party")
    return Document(
        _text(tree, "ID"),
        _money(payable),
        _text(buyer, "PartyIdentification/ID"),
        _text(buyer, "PartyName/Name"),
        _text(tree, "PaymentMeans/PaymentID"),
        _text(tree, "BillingReference/InvoiceDocumentReference/ID"),
    )


def read_statement(xml: bytes) -> Iterator[Movement]:
    """One movement for each transaction that shows its amount, else one for the entry."""
    statement = etree.fromstring(xml).find(".//{*}Stmt")
    assert statement is not None
    account = _text(statement, "Acct/Id/IBAN")
    for entry in statement.iterfind("{*}Ntry"):
        details = entry.findall("{*}NtryDtls/{*}TxDtls")
        amounts = [_amount_of(detail) for detail in details]
        shown = [_money(amount) for amount in amounts if amount is not None]
        whole = _money(entry.find("{*}Amt"))
        if len(shown) == len(details) and total(shown, whole.currency) == whole:
            for detail, amount in zip(details, shown, strict=True):
                yield _movement(account, entry, [detail], amount)
        else:
            yield _movement(account, entry, details, whole)


def _amount_of(detail: Any) -> Any:
    amount = detail.find("{*}Amt")
    return detail.find("{*}AmtDtls/{*}TxAmt/{*}Amt") if amount is None else amount


def _movement(account: str, entry: Any, details: list[Any], amount: Money) -> Movement:
    first, is_whole = details[0], len(details) > 1
    is_in, takes_back = _text(entry, "CdtDbtInd") == "CRDT", _text(first, "RtrInf/Rsn/Cd")
    role = "Dbtr" if is_in or takes_back else "Cdtr"
    party, e2e = first.find(f"{{*}}RltdPties/{{*}}{role}"), _text(first, "Refs/EndToEndId")
    own = _text(entry, "AcctSvcrRef")
    reference = own if is_whole else _text(first, "Refs/AcctSvcrRef") or own
    lines = tuple(str(line.text) for d in details for line in d.iterfind("{*}RmtInf/{*}Ustrd"))
    structured = _text(first, "RmtInf/Strd/CdtrRefInf/Ref")
    return Movement(
        account=account,
        day=date.fromisoformat(_text(entry, "BookgDt/Dt")),
        amount=amount if is_in else -amount,
        reference=reference or ("" if is_whole or e2e == "NOTPROVIDED" else e2e),
        end_to_end_id=e2e,
        name="" if party is None else _text(party, "Nm") or _text(party, "Pty/Nm"),
        iban=_text(first, f"RltdPties/{role}Acct/Id/IBAN"),
        lines=lines,
        quotes=(structured,) if structured else ("".join(lines), " ".join(lines)),
        takes_back=bool(takes_back),
        is_paid=_text(entry, "BkTxCd/Domn/Cd") == "PMNT",
        is_whole=is_whole,
    )
