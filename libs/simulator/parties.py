"""What the creditor, its bank accounts, its debtors and their payers are."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from libs.kernel.money import Money
from libs.simulator import names
from libs.simulator.habits import Habit

_LEGAL_WORDS: Final = {
    form.replace(".", "").upper() for forms in names.LEGAL_FORMS.values() for form in forms
}


@dataclass(frozen=True, slots=True)
class Address:
    street: str
    town: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class LegalIds:
    """Identifiers of an organisation; `scheme` is the ISO 6523 (or EAS) code of the endpoint."""

    vat: str
    legal: str
    endpoint: str
    scheme: str


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of the creditor and how its bank writes statements.

    `numbered`: statements carry sequence numbers, daily, in camt.053.001.08, with a bank reference
    an entry. Else: weekly, .001.02, no numbers, no bank references, texts cut every 35 characters.
    """

    iban: str
    bic: str
    bank: str
    currency: str
    numbered: bool
    opening: Money


@dataclass(frozen=True, slots=True)
class Creditor:
    name: str
    address: Address
    ids: LegalIds
    accounts: tuple[BankAccount, ...]
    invoice_pattern: str
    """Format of invoice numbers from `year` and `n`, e.g. `F{year:02d}/{n:05d}`."""
    credit_note_pattern: str
    reference_kind: str
    """`OGM` or `RF`: what the structured references are."""


@dataclass(frozen=True, slots=True)
class Payer:
    """A bank account that money comes from, with the name that its bank shows."""

    name: str
    iban: str
    bic: str
    kind: str
    """`own`, `second_account`, `parent` or `third_party`."""


class Reach(StrEnum):
    """Whether a mail comes to a debtor."""

    READS = "reads"
    BOUNCES = "bounces"
    """Its address is one that the mailbox of `deploy/local` sends a delivery report for."""
    NOWHERE = "nowhere"
    """No document has an address."""


@dataclass(frozen=True, slots=True)
class Debtor:
    customer_number: str
    name: str
    address: Address
    ids: LegalIds
    language: str
    """Of its transfers."""
    contact_name: str
    habit: Habit
    payers: tuple[Payer, ...]
    """Own account first, then a second one and a third party's; a parent's instead for a group."""
    group: int | None = None
    reach: Reach = Reach.READS
    reads: str = ""
    """Language of its mails, where that is another one."""

    @property
    def mail_language(self) -> str:
        """What its documents ask for."""
        return self.reads or self.language

    @property
    def mail(self) -> str:
        """Its address; empty: none."""
        customer = self.customer_number.lower()
        match self.reach:
            case Reach.READS:
                return f"compta.{customer}@example.com"
            case Reach.BOUNCES:
                return f"bounce+{customer}@example.com"
            case Reach.NOWHERE:
                return ""


def no_accents(text: str) -> str:
    return unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()


def plain_name(name: str) -> str:
    """Upper case, no accents, no punctuation, no legal form: what two names are compared by."""
    words = no_accents(name).upper().replace("-", " ").split()
    kept = " ".join(word for word in words if not _is_legal_form(word))
    return re.sub(r"[^A-Z0-9 ]", "", kept)


def _is_legal_form(word: str) -> bool:
    """`BV` and `B.V.`, but not `B.V`: a name that was cut short there may be another one."""
    is_whole = "." not in word or word.endswith(".")
    return is_whole and word.replace(".", "") in _LEGAL_WORDS


def name_fits(payer: str, debtor: str) -> bool:
    """Whether the payer's name is the debtor's beyond doubt; a shortened one is not."""
    return plain_name(payer) == plain_name(debtor)
