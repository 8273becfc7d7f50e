"""Parties and their accounts, as ingestion says them and others hear them."""

from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Part

DebtorKind = Literal["business", "sole_trader", "consumer", "unknown"]
ContactRole = Literal["contact", "cfo", "head_office"]
"""Whom at a debtor a message is for; `contact`: who deals with its invoices."""
CopyRole = Literal["contact", "cfo", "head_office", "sales"]
"""Who has a copy; `sales`: of the creditor's own people whoever has the debtor in the portfolio."""


class BankAccount(Part):
    """One bank account of a creditor, and what its statements are worth."""

    account: str
    """Opaque id: keyed hash of the IBAN within the tenant."""
    iban: str
    currency: str = Field(min_length=3, max_length=3)
    cover: Literal["required", "no"] = "required"
    """Whether the creditor is covered only when this account is."""
    chain: Literal["balances", "none"] = "balances"
    """`none`: its statements carry no balances; it never covers by itself."""
    sequence: Literal["numbers", "ignore"] = "numbers"
    """`ignore`: the bank's statement numbers are not to be trusted."""


class Address(Part):
    """A postal address; each part as the document writes it."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""


class Contact(Part):
    """Whom to write to or call at a party."""

    name: str = ""
    email: str = ""
    phone: str = ""
    role: ContactRole = "contact"


class Identifier(Part):
    """An identifier of a party and the scheme it comes from (`vat`, `siren`, `0208`, …)."""

    scheme: str
    value: str


class PartyPersonal(Part):
    """The fields of a debtor that may say who a person is; encrypted on the log."""

    name: str
    trading_name: str = ""
    identifiers: tuple[Identifier, ...] = ()
    """VAT, SIREN/SIRET, KvK, enterprise number, LEI, endpoint, as the document gives them."""
    address: Address = Address()
    contacts: tuple[Contact, ...] = ()
