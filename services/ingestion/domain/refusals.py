"""Why a command is not carried out. What is wrong with a file is said by `rules.Problem`.

Refusal
├── of creditors:  CreditorUnknown, CreditorExists, AccountHasCreditor, RevisionDiffers
├── of documents:  NumberTaken, InvoiceUnknown
├── of debtors:    DebtorUnknown, DebtorIsMerged, DebtorIsErased, DebtorChangedMeanwhile
├── of merges:     MergedWithItself, AlreadyMerged, MergeMakesRing, MergeChainTooLong
└── of imports:    ImportUnknown, ImportOfAnother, ImportIsOver
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class CreditorUnknown(Refusal):
    """No creditor {creditor} is registered; register it first."""

    RULE: ClassVar[str] = "creditor_unknown"


class CreditorExists(Refusal):
    """The creditor {creditor} is registered with other facts; change it instead."""

    RULE: ClassVar[str] = "creditor_exists"


class AccountHasCreditor(Refusal):
    """The account {account} belongs to the creditor {creditor} already."""

    RULE: ClassVar[str] = "account_has_creditor"


class RevisionDiffers(Refusal):
    """The creditor {creditor} was changed meanwhile: it is at revision {revision}."""

    RULE: ClassVar[str] = "revision_differs"


class NumberTaken(Refusal):
    """{number} is taken by {kind} {document} with other content: file {original}, not {offered}."""

    RULE: ClassVar[str] = "number_conflict"


class InvoiceUnknown(Refusal):
    """No invoice {invoice} is registered under the debtor {debtor}."""

    RULE: ClassVar[str] = "invoice_unknown"


class DebtorUnknown(Refusal):
    """No debtor {debtor} is registered."""

    RULE: ClassVar[str] = "debtor_unknown"


class DebtorChangedMeanwhile(Refusal):
    """The debtor {debtor} was changed meanwhile: it is at revision {revision}."""

    RULE: ClassVar[str] = "debtor_revision_differs"


class DebtorIsMerged(Refusal):
    """The debtor {debtor} was merged into {into}; change that one."""

    RULE: ClassVar[str] = "debtor_is_merged"


class DebtorIsErased(Refusal):
    """The debtor {debtor} was erased; what says who it is would be lost at once."""

    RULE: ClassVar[str] = "debtor_is_erased"


class MergedWithItself(Refusal):
    """The debtor {debtor} cannot be merged into itself."""

    RULE: ClassVar[str] = "merged_with_itself"


class AlreadyMerged(Refusal):
    """The debtor {debtor} was merged into {into} before."""

    RULE: ClassVar[str] = "already_merged"


class MergeMakesRing(Refusal):
    """The debtor {into} was merged into {debtor} before, directly or by others."""

    RULE: ClassVar[str] = "merge_makes_ring"


class MergeChainTooLong(Refusal):
    """That makes a chain of {length} merges, {length_max} is the most; merge into {end} instead."""

    RULE: ClassVar[str] = "merge_chain_too_long"


class ImportUnknown(Refusal):
    """No import {import_id} was started."""

    RULE: ClassVar[str] = "import_unknown"


class ImportOfAnother(Refusal):
    """The import {import_id} was started for another creditor, {creditor}."""

    RULE: ClassVar[str] = "import_of_another_creditor"


class ImportIsOver(Refusal):
    """The import {import_id} was ended; start another one."""

    RULE: ClassVar[str] = "import_is_over"
