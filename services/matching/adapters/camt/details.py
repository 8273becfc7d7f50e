"""What the details of one transaction say: who, for what, and what it takes back."""

from dataclasses import dataclass
from typing import Final

from services.matching.adapters.camt.fields import text, texts
from services.matching.adapters.camt.nodes import Node
from services.matching.domain.evidence.hashes import normalised_account
from services.matching.domain.statements.content import OriginalReferences

_REMITTANCE_MAX: Final = 4_000
_STRUCTURED_MAX: Final = 32
_NAME_MAX: Final = 200
_REFERENCE_MAX: Final = 140


@dataclass(frozen=True, slots=True)
class Party:
    """The other side of a transaction."""

    name: str = ""
    iban: str = ""
    bic: str = ""
    ultimate: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One TxDtls, its references apart."""

    bank_reference: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    instruction_id: str = ""
    message_id: str = ""
    party: Party = Party()
    remittance: str = ""
    structured: tuple[str, ...] = ()
    return_reason: str = ""
    bank_code: str = ""
    information: str = ""

    def original(self) -> OriginalReferences:
        """Of a return: its references are those of the payment that comes back."""
        return OriginalReferences(
            end_to_end_id=self.end_to_end_id,
            bank_reference=self.bank_reference,
            instruction_id=self.instruction_id,
            mandate=self.mandate,
            message_id=self.message_id,
        )


def detail_of(tx: Node, *, is_credit: bool, own_account: str) -> Detail:
    """Read one TxDtls of an entry that is a credit or a debit of `own_account`."""
    remittance, structured = _remittance(tx)
    reason = text(
        tx, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry"
    )
    returned = tx.first("RtrInf") is not None
    return Detail(
        bank_reference=text(tx, "Refs/AcctSvcrRef")[:_REFERENCE_MAX],
        end_to_end_id=text(tx, "Refs/EndToEndId")[:_REFERENCE_MAX],
        mandate=text(tx, "Refs/MndtId")[:_REFERENCE_MAX],
        instruction_id=text(tx, "Refs/InstrId", "Refs/TxId")[:_REFERENCE_MAX],
        message_id=text(tx, "Refs/MsgId")[:_REFERENCE_MAX],
        party=_party(tx, debtor_first=is_credit != returned, own_account=own_account),
        remittance=remittance,
        structured=structured,
        return_reason=(reason or ("NARR" if returned else ""))[:_REFERENCE_MAX],
        bank_code=bank_code(tx),
        information=text(tx, "AddtlTxInf")[:_REMITTANCE_MAX],
    )


def bank_code(element: Node) -> str:
    """`PMNT/RCDT/ESCT` of an entry's or a transaction's BkTxCd, or the bank's own code."""
    domain = text(element, "BkTxCd/Domn/Cd")
    if not domain:
        return text(element, "BkTxCd/Prtry/Cd")[:_REFERENCE_MAX]
    family = text(element, "BkTxCd/Domn/Fmly/Cd")
    return "/".join(part for part in (domain, family, _sub_family(element)) if part)


def _sub_family(element: Node) -> str:
    return text(element, "BkTxCd/Domn/Fmly/SubFmlyCd")


def _remittance(tx: Node) -> tuple[str, tuple[str, ...]]:
    lines = texts(tx, "RmtInf/Ustrd")
    references: list[str] = []
    for part in tx.all("RmtInf/Strd"):
        references += texts(part, "CdtrRefInf/Ref") + texts(part, "CdtrRefInf/CdtrRef")
        references += texts(part, "RfrdDocInf/Nb") + texts(part, "RfrdDocInf/RfrdDocNb")
        lines += texts(part, "AddtlRmtInf")
    short = tuple(reference[:_REFERENCE_MAX] for reference in references[:_STRUCTURED_MAX])
    return "\n".join(lines)[:_REMITTANCE_MAX], short


def _party(tx: Node, *, debtor_first: bool, own_account: str) -> Party:
    """Who pays a credit, who is paid by a debit; roles are the original's when it comes back.

    A party with our own account is us, whatever role the bank gives it.
    """
    roles = ("Dbtr", "Cdtr") if debtor_first else ("Cdtr", "Dbtr")
    first, other = (_in_role(tx, role) for role in roles)
    if normalised_account(first.iban) == own_account:
        return other
    if first == Party() and normalised_account(other.iban) != own_account:
        return other
    return first


def _in_role(tx: Node, role: str) -> Party:
    return Party(
        name=_name(tx, f"RltdPties/{role}"),
        iban=text(tx, f"RltdPties/{role}Acct/Id/IBAN", f"RltdPties/{role}Acct/Id/Othr/Id").replace(
            " ", ""
        ),
        bic=text(
            tx,
            f"RltdAgts/{role}Agt/FinInstnId/BICFI",
            f"RltdAgts/{role}Agt/FinInstnId/BIC",
            f"RltdAgts/{role}Agt/FinInstnId/CmbndId/BIC",
        ),
        ultimate=_name(tx, f"RltdPties/Ultmt{role}"),
    )


def _name(tx: Node, path: str) -> str:
    return text(tx, f"{path}/Pty/Nm", f"{path}/Nm", f"{path}/Agt/FinInstnId/Nm")[:_NAME_MAX]
