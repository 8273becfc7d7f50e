"""One Stmt element: account, number, balances, with the entries that were read before it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from libs.kernel.money import Money
from services.matching.adapters.camt.fields import (
    clean,
    day,
    need,
    refused,
    sign,
    text,
    unsigned,
)
from services.matching.adapters.camt.nodes import Node
from services.matching.adapters.camt.pages import Balance, Page
from services.matching.adapters.camt.refusals import ElementMissing, ValueRefused
from services.matching.domain.evidence.hashes import normalised_account
from services.matching.domain.statements.content import EntryContent

_OPENING: Final = ("OPBD", "PRCD")
_CLOSING: Final = ("CLBD",)
_INTERIM: Final = "ITBD"
_ID_MAX: Final = 140
_NUMBER_DIGITS_MAX: Final = 15


@dataclass(frozen=True, slots=True)
class Account:
    """Whose statement it is."""

    number: str
    currency: str
    name: str


def account_of(stmt: Node) -> Account:
    """The account of a statement. Raises ElementMissing."""
    number = text(stmt, "Acct/Id/IBAN", "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id")
    if not normalised_account(number):
        raise ElementMissing(line=stmt.line, element="Stmt/Acct", missing="Id")
    name = text(stmt, "Acct/Nm", "Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm")
    return Account(normalised_account(number), text(stmt, "Acct/Ccy"), name[:_ID_MAX])


def page_of(stmt: Node, entries: Sequence[EntryContent], left_out_count: int) -> Page:
    """What a Stmt says, with its `entries`. Raises ElementMissing or ValueRefused."""
    account = account_of(stmt)
    balances = [(_kind(balance), _balance(balance)) for balance in stmt.all("Bal")]
    opening, closing = _opening(balances), _closing(balances)
    currency = account.currency or _currency((opening, closing), entries)
    page = Page(
        account_number=account.number,
        account_name=account.name,
        currency=currency,
        bank_id=clean(need(stmt, "Id").said)[:_ID_MAX],
        sequence=_number(stmt, "ElctrncSeqNb") or _number(stmt, "LglSeqNb"),
        page=_number(stmt, "StmtPgntn/PgNb"),
        created_at=text(stmt, "CreDtTm"),
        opening=opening,
        closing=closing,
        declared_from_on=day(stmt, "FrToDt/FrDtTm") or day(stmt, "FrToDt/FrDt"),
        declared_to_on=day(stmt, "FrToDt/ToDtTm") or day(stmt, "FrToDt/ToDt"),
        entries=tuple(entries),
        left_out_count=left_out_count,
        line=stmt.line,
    )
    _hold_one_currency(page)
    return page


def _number(stmt: Node, path: str) -> int | None:
    said = text(stmt, path)
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or len(said) > _NUMBER_DIGITS_MAX:
        raise refused(need(stmt, path), said, "it is no whole number")
    return int(said)


def _kind(balance: Node) -> tuple[str, bool]:
    code = text(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry")
    return code, code == _INTERIM or text(balance, "Tp/SubTp/Cd") == "INTM"


def _balance(balance: Node) -> Balance:
    amount = unsigned(need(balance, "Amt"))
    signed = amount if sign(balance) > 0 else -amount
    return Balance(signed, day(balance, "Dt"), is_interim=_kind(balance)[1])


_Balances = list[tuple[tuple[str, bool], Balance]]


def _opening(balances: _Balances) -> Balance | None:
    """OPBD, else the previous closing (PRCD), else the first interim balance of a page."""
    return _first(balances, _OPENING) or _first(balances, (_INTERIM,))


def _closing(balances: _Balances) -> Balance | None:
    return _first(balances, _CLOSING) or _first(list(reversed(balances)), (_INTERIM,))


def _first(balances: _Balances, codes: tuple[str, ...]) -> Balance | None:
    for code in codes:
        for (said, _), balance in balances:
            if said == code:
                return balance
    return None


def _currency(ends: Sequence[Balance | None], entries: Sequence[EntryContent]) -> str:
    """Of an account that names none: that of its booked balances, else of its entries."""
    amounts: list[Money] = [balance.amount for balance in ends if balance is not None]
    amounts += [entry.amount for entry in entries]
    return amounts[0].currency if amounts else ""


def _hold_one_currency(page: Page) -> None:
    """An account has one currency. Raises ValueRefused where a balance or an entry differs."""
    balances = [balance.amount for balance in (page.opening, page.closing) if balance]
    for amount in (*balances, *(entry.amount for entry in page.entries)):
        if amount.currency != page.currency:
            raise ValueRefused(
                line=page.line,
                element="Stmt",
                value=repr(str(amount)),
                reason=f"the account is in {page.currency or 'no currency'}",
            )
