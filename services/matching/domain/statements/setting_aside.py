"""Which entries are somebody's payment, which give one back, and what all others are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from libs.events.contracts.matching import SetAsideKind
from libs.kernel.ids import IdSecret
from services.matching.domain.evidence import normalised_account
from services.matching.domain.noted import CreditorState
from services.matching.domain.statements.content import EntryContent

EntryUse = Literal["credit", "return"] | SetAsideKind

_FEES: Final = frozenset({"CHRG", "COMM", "COME", "COMI", "COMT", "FEES", "LBCA"})
_RETURNS: Final = frozenset({"RRTN", "RPCR", "UPDD", "UPCQ", "UPCT", "UPCC"})
_SALARIES: Final = frozenset({"SALA", "PAYR"})
_SUPPLIERS: Final = frozenset({"ICDT", "IRCT", "RDDT", "CCRD", "ICHQ"})


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry, and the accounts that are the creditor's own."""

    entry: EntryContent
    own_accounts: frozenset[str]
    other_account: str
    """Opaque id of the other side's account, made like those of the creditor's."""

    @property
    def codes(self) -> tuple[str, str, str]:
        """Domain, family and sub-family; empty where the bank says none."""
        domain, family, sub_family = (*self.entry.bank_code.split("/"), "", "", "")[:3]
        return domain, family, sub_family

    @property
    def is_return(self) -> bool:
        entry = self.entry
        return entry.is_reversal or bool(entry.return_reason) or self.codes[2] in _RETURNS


Rule = Callable[[Seen], EntryUse | None]


def use_of(entry: EntryContent, creditor: CreditorState, tenant: str, ids: IdSecret) -> EntryUse:
    """`credit` or `return` of a payment; of everything else what it is."""
    number = normalised_account(entry.counterparty_iban)
    seen = Seen(
        entry=entry,
        own_accounts=frozenset(named.account for named in creditor.accounts),
        other_account=ids.hashed(tenant, "account", number) if number else "",
    )
    return next(use for rule in RULES if (use := rule(seen)) is not None)


def what_the_bank_charges_or_pays_is_its_own(seen: Seen) -> EntryUse | None:
    sub_family = seen.codes[2]
    if sub_family in _FEES:
        return "fee"
    if sub_family == "INTR":
        return "interest"
    return "tax" if sub_family == "TAXE" else None


def a_transfer_between_own_accounts_is_a_sweep(seen: Seen) -> EntryUse | None:
    is_own = seen.other_account in seen.own_accounts
    return "sweep" if is_own or seen.codes[0] == "CAMT" else None


def a_debit_that_comes_back_is_a_return(seen: Seen) -> EntryUse | None:
    return "return" if seen.is_return and seen.entry.amount.amount < 0 else None


def our_own_debit_that_comes_back_is_a_suppliers(seen: Seen) -> EntryUse | None:
    """It goes on the account again; nobody has paid an invoice with it."""
    return "supplier" if seen.is_return and seen.entry.amount.amount > 0 else None


def any_other_credit_may_be_somebodys_payment(seen: Seen) -> EntryUse | None:
    return "credit" if seen.entry.amount.amount > 0 else None


def what_we_pay_is_told_by_its_code(seen: Seen) -> EntryUse | None:
    _, family, sub_family = seen.codes
    if sub_family in _SALARIES:
        return "salary"
    return "supplier" if family in _SUPPLIERS else None


def all_else_is_another_debit(_: Seen) -> EntryUse | None:
    return "other_debit"


RULES: Final[tuple[Rule, ...]] = (
    what_the_bank_charges_or_pays_is_its_own,
    a_transfer_between_own_accounts_is_a_sweep,
    a_debit_that_comes_back_is_a_return,
    our_own_debit_that_comes_back_is_a_suppliers,
    any_other_credit_may_be_somebodys_payment,
    what_we_pay_is_told_by_its_code,
    all_else_is_another_debit,
)
