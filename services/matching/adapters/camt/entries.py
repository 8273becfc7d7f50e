"""One bank entry: nothing, when it does not count; one payment; or one a transaction of a batch."""

from dataclasses import replace
from datetime import date
from typing import Final

from libs.kernel.money import Money, total
from services.matching.adapters.camt.details import Detail, Party, bank_code, detail_of
from services.matching.adapters.camt.fields import (
    day,
    sign,
    signed,
    text,
    unsigned,
)
from services.matching.adapters.camt.nodes import Node
from services.matching.adapters.camt.refusals import ElementMissing
from services.matching.domain.statements.content import EntryContent

_NEVER_COUNT: Final = frozenset({"PDNG", "INFO", "FUTR"})
_REFERENCE_MAX: Final = 140
_TEXT_MAX: Final = 4_000
_BATCH_MAX: Final = 1_000_000_000


def entries_of(ntry: Node, own_account: str, day_without: date | None) -> list[EntryContent]:
    """What an Ntry books: an empty list when it is pending or for information.

    `day_without` is the day of an entry that names none. Raises ElementMissing, ValueRefused.
    """
    if text(ntry, "Sts/Cd", "Sts/Prtry", "Sts").upper() in _NEVER_COUNT:
        return []
    entry = _entry(ntry, day_without)
    is_credit = sign(ntry) > 0
    transactions = ntry.all("NtryDtls/TxDtls")
    details = [detail_of(tx, is_credit=is_credit, own_account=own_account) for tx in transactions]
    amounts = _amounts(transactions, entry.amount)
    if len(details) > 1 and amounts is not None:
        return [
            replace(_with(entry, [detail]), amount=amount, batch_count=1)
            for detail, amount in zip(details, amounts, strict=True)
        ]
    return [_with(entry, details)]


def _entry(ntry: Node, day_without: date | None) -> EntryContent:
    booked_on = day(ntry, "BookgDt") or day(ntry, "ValDt") or day_without
    if booked_on is None:
        raise ElementMissing(line=ntry.line, element="Stmt/Ntry", missing="BookgDt")
    return EntryContent(
        amount=signed(ntry),
        booked_on=booked_on,
        value_on=day(ntry, "ValDt"),
        is_reversal=text(ntry, "RvslInd") in ("true", "1"),
        entry_reference=text(ntry, "NtryRef")[:_REFERENCE_MAX],
        bank_reference=text(ntry, "AcctSvcrRef")[:_REFERENCE_MAX],
        bank_code=bank_code(ntry),
        batch_count=_batch_count(ntry),
        information=text(ntry, "AddtlNtryInf")[:_TEXT_MAX],
    )


def _batch_count(ntry: Node) -> int:
    said = [text(batch, "NbOfTxs") for batch in ntry.all("NtryDtls/Btch")]
    counts = [min(int(count), _BATCH_MAX) for count in said if count.isdecimal()]
    return max(1, sum(counts) or len(ntry.all("NtryDtls/TxDtls")))


def _amounts(transactions: list[Node], whole: Money) -> list[Money] | None:
    """The transactions' own amounts, when each has one and together they are the entry's."""
    amounts = [_amount(tx, whole) for tx in transactions]
    said = [amount for amount in amounts if amount is not None]
    if len(said) != len(amounts) or total(said, whole.currency) != whole:
        return None
    return said


def _amount(tx: Node, whole: Money) -> Money | None:
    """Its amount in the account's currency, signed like the entry unless it says otherwise."""
    found = tx.first("Amt")
    if found is None:
        found = tx.first("AmtDtls/TxAmt/Amt")
    if found is None or found.currency != whole.currency:
        return None
    is_debit = sign(tx) < 0 if tx.first("CdtDbtInd") is not None else whole.amount < 0
    return -unsigned(found) if is_debit else unsigned(found)


def _with(entry: EntryContent, details: list[Detail]) -> EntryContent:
    """The entry with what its details say; of several what they agree on, and all their text."""
    if not details:
        return entry
    first = details[0]
    party = first.party if all(one.party == first.party for one in details) else Party()
    structured = tuple(reference for one in details for reference in one.structured)
    remittance = "\n".join(one.remittance for one in details if one.remittance)
    reason = first.return_reason
    return replace(
        entry,
        bank_reference=_bank_reference(entry, details),
        end_to_end_id=_agreed([one.end_to_end_id for one in details]),
        mandate=_agreed([one.mandate for one in details]),
        bank_code=_agreed([one.bank_code for one in details]) or entry.bank_code,
        counterparty_name=party.name,
        counterparty_iban=party.iban,
        counterparty_bic=party.bic,
        ultimate_party=party.ultimate,
        remittance=remittance[:_TEXT_MAX],
        structured=structured[:32],
        return_reason=reason,
        original=first.original() if reason or entry.is_reversal else entry.original,
        information=(entry.information or first.information)[:_TEXT_MAX],
    )


def _bank_reference(entry: EntryContent, details: list[Detail]) -> str:
    own = _agreed([one.bank_reference for one in details])
    return own if own and len(details) == 1 else entry.bank_reference or own


def _agreed(said: list[str]) -> str:
    return said[0] if all(one == said[0] for one in said) else ""
