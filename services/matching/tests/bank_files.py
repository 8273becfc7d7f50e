"""camt.053 files written by hand: what a test is about, and the least around it."""

from dataclasses import dataclass, field
from decimal import Decimal

IBAN = "BE68539007547034"
_CODES = {"credit": ("RCDT", "ESCT"), "debit": ("ICDT", "ESCT"), "return": ("ICDT", "RRTN")}


@dataclass(frozen=True, slots=True)
class Booked:
    """One entry; `kind` is credit, debit or return."""

    amount: str
    text: str = ""
    kind: str = "credit"
    name: str = "Jansen BV"
    payer: str = "NL91ABNA0417164300"
    reference: str = ""

    @property
    def signed(self) -> Decimal:
        return Decimal(self.amount) * (1 if self.kind == "credit" else -1)

    def xml(self, day: str, place: int) -> str:
        family, sub_family = _CODES[self.kind]
        side = "CRDT" if self.kind == "credit" else "DBIT"
        party = "Dbtr" if self.kind != "debit" else "Cdtr"
        reference = self.reference or f"{day.replace('-', '')}{place:03d}"
        reason = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" if self.kind == "return" else ""
        return f"""<Ntry><Amt Ccy="EUR">{self.amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn>
</BkTxCd><NtryDtls><TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>
<Amt Ccy="EUR">{self.amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<RltdPties><{party}><Pty><Nm>{self.name}</Nm></Pty></{party}><{party}Acct><Id><IBAN>{self.payer}</IBAN></Id></{party}Acct></RltdPties>
<RmtInf><Ustrd>{self.text or "-"}</Ustrd></RmtInf>{reason}</TxDtls></NtryDtls></Ntry>"""


@dataclass(frozen=True, slots=True)
class BankFile:
    """One statement of one day."""

    day: str = "2026-03-03"
    number: int = 1
    opening: str = "1000.00"
    entries: tuple[Booked, ...] = field(default=())
    iban: str = IBAN
    closing: str | None = None
    """None: what opening and entries come to."""
    message: str = "M-1"

    @property
    def closes(self) -> str:
        booked = sum((entry.signed for entry in self.entries), Decimal(self.opening))
        return self.closing or f"{booked:.2f}"

    def raw(self) -> bytes:
        entries = "".join(entry.xml(self.day, n) for n, entry in enumerate(self.entries, start=1))
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>{self.message}</MsgId><CreDtTm>{self.day}T22:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S-{self.number}</Id><ElctrncSeqNb>{self.number}</ElctrncSeqNb>
<CreDtTm>{self.day}T22:00:00</CreDtTm><FrToDt><FrDtTm>{self.day}T00:00:00</FrDtTm>
<ToDtTm>{self.day}T23:59:59</ToDtTm></FrToDt>
<Acct><Id><IBAN>{self.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>
{_balance("OPBD", self.opening, self.day)}{_balance("CLBD", self.closes, self.day)}
{entries}</Stmt></BkToCstmrStmt></Document>""".encode()


def _balance(code: str, amount: str, day: str) -> str:
    side = "DBIT" if amount.startswith("-") else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount.lstrip("-")}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Dt><Dt>{day}</Dt></Dt></Bal>"
    )
