"""camt.053 files written for a test; they take what it is about."""

from collections.abc import Iterable

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:{message}"
IBAN = "BE68539007547034"


def a_file(*statements: str, message: str = "camt.053.001.08") -> bytes:
    header = "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-03-03T06:00:00</CreDtTm></GrpHdr>"
    body = f"<BkToCstmrStmt>{header}{''.join(statements)}</BkToCstmrStmt>"
    namespace = NAMESPACE.format(message=message)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{declaration}\n<Document xmlns="{namespace}">{body}</Document>'.encode()


def a_statement(
    *entries: str,
    name: str = "S-1",
    iban: str = IBAN,
    balances: Iterable[str] | None = None,
    before_account: str = "",
) -> str:
    said = balances or (a_balance("OPBD", "100.00"), a_balance("CLBD", "150.00"))
    account = f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    created = "<CreDtTm>2026-03-03T06:00:00</CreDtTm>"
    header = f"<Id>{name}</Id>{before_account}{created}{account}{''.join(said)}"
    return f"\n<Stmt>{header}{''.join(entries)}</Stmt>"


def a_balance(code: str, amount: str, day: str = "2026-03-02", *, is_interim: bool = False) -> str:
    """A negative amount is a debit balance."""
    kind = "DBIT" if amount.startswith("-") else "CRDT"
    sub = "<SubTp><Cd>INTM</Cd></SubTp>" if is_interim else ""
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry>{sub}</Tp>"
        f'<Amt Ccy="EUR">{amount.removeprefix("-")}</Amt><CdtDbtInd>{kind}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def an_entry(
    amount: str,
    *,
    day: str = "2026-03-02",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    details: str = "",
    reversal: str = "",
    code: str = "<Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>",
) -> str:
    """A negative amount is a debit. `details` are TxDtls, or Btch and TxDtls."""
    kind = "DBIT" if amount.startswith("-") else "CRDT"
    within = f"<NtryDtls>{details}</NtryDtls>" if details else ""
    return (
        f'\n<Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">{amount.removeprefix("-")}</Amt>'
        f"<CdtDbtInd>{kind}</CdtDbtInd>{reversal}{status}<BookgDt><Dt>{day}</Dt></BookgDt>"
        f"<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>"
        f"<BkTxCd>{code}</BkTxCd>{within}</Ntry>"
    )


def a_transaction(amount: str = "", *, reference: str = "E2E-1", rest: str = "") -> str:
    said = f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>' if amount else ""
    return f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{said}{rest}</TxDtls>"
