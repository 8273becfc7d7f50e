"""Account statements as camt.053, in the versions .001.02 and .001.08."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from libs.kernel.money import Money
from libs.simulator.entries import CODES, Entry, Kind, Transaction
from libs.simulator.parties import Payer
from libs.simulator.remittance import Remittance
from libs.simulator.statements import Statement
from libs.simulator.xml_text import Element, branch, document, leaf, maybe

_NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What differs between the two versions."""

    version: str
    bic: str
    is_new: bool

    def status(self) -> Element:
        return branch("Sts", leaf("Cd", "BOOK")) if self.is_new else leaf("Sts", "BOOK")

    def party(self, name: str, party: str) -> Element:
        inside = leaf("Nm", party)
        return branch(name, branch("Pty", inside) if self.is_new else inside)

    def amount(self, amount: Money, direction: str) -> list[Element]:
        """What a transaction of an entry moves."""
        if self.is_new:
            return [_amount("Amt", amount), leaf("CdtDbtInd", direction)]
        return [branch("AmtDtls", branch("TxAmt", _amount("Amt", amount)))]


_OLD: Final = _Dialect("02", "BIC", is_new=False)
_NEW: Final = _Dialect("08", "BICFI", is_new=True)


def statement_xml(statement: Statement, owner: str) -> bytes:
    """`owner`: the name of the account's holder. Numbered accounts speak .08, others .02."""
    dialect = _NEW if statement.account.numbered else _OLD
    return document(
        branch(
            "Document",
            branch(
                "BkToCstmrStmt",
                branch(
                    "GrpHdr",
                    leaf("MsgId", statement.message_id),
                    leaf("CreDtTm", statement.created_at.isoformat()),
                ),
                _statement(statement, owner, dialect),
            ),
            xmlns=f"{_NAMESPACE}{dialect.version}",
        )
    )


def _statement(statement: Statement, owner: str, dialect: _Dialect) -> Element:
    account, number = statement.account, statement.number
    return branch(
        "Stmt",
        leaf("Id", statement.statement_id),
        leaf("ElctrncSeqNb", number) if number is not None else None,
        leaf("LglSeqNb", number) if number is not None else None,
        leaf("CreDtTm", statement.created_at.isoformat()),
        branch(
            "FrToDt",
            leaf("FrDtTm", f"{statement.from_on}T00:00:00"),
            leaf("ToDtTm", f"{statement.to_on}T23:59:59"),
        ),
        branch(
            "Acct",
            branch("Id", leaf("IBAN", account.iban)),
            leaf("Ccy", account.currency),
            branch("Ownr", leaf("Nm", owner)),
            branch("Svcr", branch("FinInstnId", leaf(dialect.bic, account.bic))),
        ),
        _balance("OPBD", statement.opening, str(statement.from_on)),
        _balance("CLBD", statement.closing, str(statement.to_on)),
        *(_entry(entry, owner, dialect) for entry in statement.entries),
    )


def _balance(code: str, balance: Money, day: str) -> Element:
    return branch(
        "Bal",
        branch("Tp", branch("CdOrPrtry", leaf("Cd", code))),
        _amount("Amt", abs(balance)),
        leaf("CdtDbtInd", "DBIT" if balance < Money.zero(balance.currency) else "CRDT"),
        branch("Dt", leaf("Dt", day)),
    )


def _entry(entry: Entry, owner: str, dialect: _Dialect) -> Element:
    day = branch("BookgDt", leaf("Dt", entry.booked_on))
    return branch(
        "Ntry",
        maybe("NtryRef", entry.entry_reference),
        _amount("Amt", abs(entry.amount)),
        leaf("CdtDbtInd", _direction(entry)),
        leaf("RvslInd", "true") if entry.kind is Kind.TRANSFER_RETURN else None,
        dialect.status(),
        day,
        branch("ValDt", leaf("Dt", entry.booked_on)),
        maybe("AcctSvcrRef", entry.bank_reference),
        _code("BkTxCd", entry.kind),
        branch("NtryDtls", *_details(entry, owner, dialect)),
    )


def _direction(entry: Entry) -> str:
    return "CRDT" if entry.amount.is_positive else "DBIT"


def _code(name: str, kind: Kind) -> Element:
    domain, family, sub_family = CODES[kind]
    families = branch("Fmly", leaf("Cd", family), leaf("SubFmlyCd", sub_family))
    return branch(name, branch("Domn", leaf("Cd", domain), families))


def _details(entry: Entry, owner: str, dialect: _Dialect) -> Iterator[Element]:
    count = len(entry.transactions)
    if count > 1:
        yield branch("Btch", leaf("NbOfTxs", count))
    for transaction in entry.transactions:
        yield branch(
            "TxDtls",
            _references(transaction),
            *(dialect.amount(transaction.amount, _direction(entry)) if entry.shows_amounts else ()),
            _parties(entry, transaction, owner, dialect),
            _agents(entry, transaction, dialect),
            _remittance(transaction.remittance),
            _return(entry, transaction),
        )


def _references(transaction: Transaction) -> Element:
    return branch(
        "Refs",
        maybe("AcctSvcrRef", transaction.bank_reference),
        leaf("EndToEndId", transaction.end_to_end_id),
        maybe("TxId", transaction.transaction_id),
        maybe("MndtId", transaction.mandate_id),
    )


def _comes_from_party(entry: Entry) -> bool:
    """In a return the parties keep their roles: the debtor is who had paid."""
    return entry.amount.is_positive or entry.takes_back


def _parties(
    entry: Entry, transaction: Transaction, owner: str, dialect: _Dialect
) -> Element | None:
    party = transaction.party
    if not party:
        return None
    if _comes_from_party(entry):
        return branch(
            "RltdPties",
            dialect.party("Dbtr", party.name),
            _account("DbtrAcct", party.iban),
            dialect.party("Cdtr", owner),
        )
    return branch(
        "RltdPties",
        dialect.party("Dbtr", owner),
        dialect.party("Cdtr", party.name),
        _account("CdtrAcct", party.iban),
    )


def _account(name: str, iban: str) -> Element:
    return branch(name, branch("Id", leaf("IBAN", iban)))


def _agents(entry: Entry, transaction: Transaction, dialect: _Dialect) -> Element | None:
    party: Payer | None = transaction.party
    if not party:
        return None
    name = "DbtrAgt" if _comes_from_party(entry) else "CdtrAgt"
    return branch("RltdAgts", branch(name, branch("FinInstnId", leaf(dialect.bic, party.bic))))


def _remittance(remittance: Remittance) -> Element | None:
    if remittance.structured:
        reference = "".join(c for c in remittance.structured if c.isalnum())
        issuer = "BBA" if remittance.structured.startswith("+") else "ISO"
        kind = branch("Tp", branch("CdOrPrtry", leaf("Cd", "SCOR")), leaf("Issr", issuer))
        creditor_reference = branch("CdtrRefInf", kind, leaf("Ref", reference))
        return branch("RmtInf", branch("Strd", creditor_reference))
    if not any(remittance.lines):
        return None
    return branch("RmtInf", *(leaf("Ustrd", line) for line in remittance.lines))


def _return(entry: Entry, transaction: Transaction) -> Element | None:
    if not transaction.return_reason:
        return None
    original = Kind.DEBIT if entry.kind is Kind.DEBIT_RETURN else Kind.TRANSFER
    return branch(
        "RtrInf",
        _code("OrgnlBkTxCd", original),
        branch("Rsn", leaf("Cd", transaction.return_reason)),
    )


def _amount(name: str, money: Money) -> Element:
    return leaf(name, money.amount, Ccy=money.currency)
