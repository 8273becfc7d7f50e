"""What dunning adopts of others, so that its state is a fold of its own topic alone."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.dunning_policies import Band
from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.model import Event


class CreditorNoted(Event, type="relance.dunning.creditor_noted.v1"):
    """A creditor's facts as this partition adopted them."""

    facts: CreditorFacts
    revision: int


class DayNoted(Event, type="relance.dunning.day_noted.v1"):
    """A day as this partition adopted it."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


class CoverNoted(Event, type="relance.dunning.cover_noted.v1"):
    """How far a creditor's ledger is known, as this partition adopted it."""

    creditor: str
    through_on: date


class FeedNoted(Event, type="relance.dunning.feed_noted.v1"):
    """A statement being booked, come to rest, an account interrupted or resumed."""

    creditor: str
    account: str
    state: Literal["opened", "advanced", "interrupted", "resumed"]
    statement: str = ""
    """Of opened and advanced."""


class ImportNoted(Event, type="relance.dunning.import_noted.v1"):
    """Documents of a creditor are being booked, or have come to rest."""

    creditor: str
    import_id: str
    state: Literal["started", "finished"]


class DebtorNoted(Event, type="relance.dunning.debtor_noted.v1"):
    """What the rules look at of a debtor; no address, no name."""

    debtor: str
    creditor: str
    country: str
    language: str
    kind: str
    has_email: bool
    has_phone: bool


class CaseNoted(Event, type="relance.dunning.case_noted.v1"):
    """A debtor's first item, or money, in a currency was heard of: its case has this id."""

    case: str
    creditor: str
    debtor: str
    currency: str = Field(min_length=3, max_length=3)


class BandNoted(Event, type="relance.dunning.band_noted.v1"):
    """The band that risk has a debtor in, as dunning adopted it."""

    debtor: str
    creditor: str
    band: Band


NOTED_EVENTS: tuple[type[Event], ...] = (
    CreditorNoted,
    DayNoted,
    CoverNoted,
    FeedNoted,
    ImportNoted,
    DebtorNoted,
    CaseNoted,
    BandNoted,
)
