"""What callers send and are shown, with examples."""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from libs.events.contracts.ingestion import Review
from libs.events.contracts.parties import ContactRole, DebtorKind

Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, no control characters."""
Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
Order = Annotated[
    Literal["asc", "desc"], Query(description="`desc`: the newest first; pages go on from there.")
]


class Sent(BaseModel):
    """A body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AccountSent(Sent):
    """A bank account of a creditor, and what its statements are worth."""

    iban: Text = Field(examples=["BE68 5390 0754 7034"])
    currency: str = Field(default="EUR", examples=["EUR"])
    cover: Literal["required", "no"] = Field(
        default="required", description="Whether the creditor is covered only when this one is."
    )
    chain: Literal["balances", "none"] = Field(
        default="balances", description="`none`: its statements carry no balances."
    )
    sequence: Literal["numbers", "ignore"] = Field(
        default="numbers", description="`ignore`: the bank's statement numbers are not trusted."
    )


class CreditorSent(Sent):
    """A creditor to be."""

    name: Text = Field(min_length=1, examples=["De Bakker BV"])
    country: str = Field(examples=["BE"], description="ISO 3166-1 alpha-2.")
    zone: str = Field(examples=["Europe/Brussels"], description="Whose days are its days.")
    feed: Literal["required", "none"] = Field(
        description="Whether bank statements come; with `none` nothing waits for them."
    )
    vat: Text = Field(default="", examples=["BE0123456749"])
    legal_id: Text = Field(default="", examples=["0123456749"])
    ledger: Literal["relance", "erp"] = "relance"
    suspicion_days_max: int = Field(default=5, ge=0, le=60)
    feed_days_max: int = Field(default=3, ge=0, le=60)
    review: Review = Field(
        default="none", description="How many people approve each demand before it leaves."
    )
    accounts: tuple[AccountSent, ...] = Field(default=(), max_length=100)


class CreditorChangesSent(Sent):
    """What changes; what is left out stays."""

    name: Text | None = Field(default=None, min_length=1)
    country: str | None = None
    zone: str | None = Field(default=None, examples=["Europe/Paris"])
    feed: Literal["required", "none"] | None = None
    vat: Text | None = None
    legal_id: Text | None = None
    ledger: Literal["relance", "erp"] | None = None
    suspicion_days_max: int | None = Field(default=None, ge=0, le=60)
    feed_days_max: int | None = Field(default=None, ge=0, le=60)
    review: Review | None = None
    accounts: tuple[AccountSent, ...] = Field(
        default=(), max_length=100, description="Added, or in the place of the same IBAN."
    )


class AccountsSent(Sent):
    accounts: tuple[AccountSent, ...] = Field(min_length=1, max_length=100)


class CancellationSent(Sent):
    reason: Text = Field(min_length=1, examples=["sent to the wrong customer"])


class PortfolioSent(Sent):
    """Whose portfolio a debtor is in."""

    sales: Text = Field(
        examples=["sofie"],
        description="Subject of the tokens of who may see it as `sales`; empty: nobody's.",
    )


class MergeSent(Sent):
    into: Identity


class ImportSent(Sent):
    creditor: Identity


class AddressSent(Sent):
    lines: tuple[Text, ...] = Field(default=(), max_length=10)
    postcode: Text = ""
    city: Text = ""
    region: Text = ""
    country: Text = ""


class ContactSent(Sent):
    name: Text = ""
    email: Text = ""
    phone: Text = ""
    role: ContactRole = Field(
        default="contact", description="Whom it is; steps of a policy name the role they write to."
    )


class IdentifierSent(Sent):
    scheme: Text
    value: Text


class DebtorSent(Sent):
    """A debtor's master data as they are to be, whole."""

    name: Text = Field(min_length=1, examples=["Jansen BV"])
    trading_name: Text = ""
    customer_number: Text = ""
    kind: DebtorKind = "unknown"
    country: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    language: str = Field(default="", pattern=r"^([a-z]{2})?$", examples=["nl"])
    identifiers: tuple[IdentifierSent, ...] = Field(default=(), max_length=20)
    address: AddressSent = AddressSent()
    contacts: tuple[ContactSent, ...] = Field(default=(), max_length=20)


class DocumentQuery(BaseModel):
    """Which documents; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    number: str | None = Field(default=None, max_length=100)
    imported_by: Identity | None = None


class Listed(BaseModel):
    """A page of a list; `next` is what `after` asks the next one with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


def listed(items: list[dict[str, Any]], identity: str, limit: int) -> Listed:
    """A page whose rows are named by the field `identity`."""
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1][identity]) if more else None)
