"""Why handoff does not do what it is asked.

Refusal
├── of what is not there       DebtorUnknown, AgencyUnknown, PlacementUnknown, ItemUnknown,
│                              RecoveryUnknown, EntryUnknown, DayUnknown
├── of a contract              RevisionDiffers
├── of a request               NothingToPlace, AlreadyPlaced, SeveralCurrencies,
│                              NoAgencyTakesIt, AgencyDoesNotTake, AgencyNotRegistered
├── of a case's stage          NotOffered, NotAccepted, NotRunning, DossierNotHandedOut
├── of money                   AmountNotPositive, CurrencyDiffers, RecoveredMoreThanPlaced,
│                              AlreadyRemitted
└── of the dispatcher          OtherProcess
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class DebtorUnknown(Refusal):
    """Nothing is known of debtor {debtor} here."""

    RULE: ClassVar[str] = "debtor_unknown"


class AgencyUnknown(Refusal):
    """There is no agency {agency}."""

    RULE: ClassVar[str] = "agency_unknown"


class RevisionDiffers(Refusal):
    """The contract of agency {agency} was changed meanwhile: it is at revision {revision}."""

    RULE: ClassVar[str] = "revision_differs"


class PlacementUnknown(Refusal):
    """There is no placement {placement}."""

    RULE: ClassVar[str] = "placement_unknown"


class ItemUnknown(Refusal):
    """Item {item} is not one of debtor {debtor}, or not of this placement."""

    RULE: ClassVar[str] = "item_unknown"


class RecoveryUnknown(Refusal):
    """Recovery {recovery} was not reported by this agency for this creditor."""

    RULE: ClassVar[str] = "recovery_unknown"


class EntryUnknown(Refusal):
    """The feed has no entry {number} that is posted to a webhook."""

    RULE: ClassVar[str] = "entry_unknown"


class DayUnknown(Refusal):
    """No day has begun for creditor {creditor} yet; try again."""

    RULE: ClassVar[str] = "day_unknown"


class NothingToPlace(Refusal):
    """Nothing of debtor {debtor} is open that could be placed."""

    RULE: ClassVar[str] = "nothing_to_place"


class AlreadyPlaced(Refusal):
    """Item {item} is in placement {placement} already, which has not ended."""

    RULE: ClassVar[str] = "already_placed"


class SeveralCurrencies(Refusal):
    """A placement is in one currency, and these items are in {currencies}."""

    RULE: ClassVar[str] = "items_of_several_currencies"


class NoAgencyTakesIt(Refusal):
    """No agency takes cases of this creditor from debtors in {country}."""

    RULE: ClassVar[str] = "no_agency_takes_it"


class AgencyDoesNotTake(Refusal):
    """Agency {agency} takes no cases of this creditor from debtors in {country}."""

    RULE: ClassVar[str] = "agency_does_not_take"


class AgencyNotRegistered(Refusal):
    """The debtor is a consumer in {country}, and agency {agency} is not in the {register}."""

    RULE: ClassVar[str] = "agency_not_registered"


class NotOffered(Refusal):
    """Placement {placement} is {stage}: it has no offer that could be answered."""

    RULE: ClassVar[str] = "not_offered"


class NotAccepted(Refusal):
    """Placement {placement} is {stage}: nothing of it can be reported."""

    RULE: ClassVar[str] = "not_accepted"


class NotRunning(Refusal):
    """Placement {placement} is {stage}: of one at that stage this cannot be asked."""

    RULE: ClassVar[str] = "not_running"


class DossierNotHandedOut(Refusal):
    """Placement {placement} is {stage}: its dossier is the creditor's alone again."""

    RULE: ClassVar[str] = "dossier_not_handed_out"


class AmountNotPositive(Refusal):
    """{amount} is not more than nothing."""

    RULE: ClassVar[str] = "amount_not_positive"


class CurrencyDiffers(Refusal):
    """The case is in {currency}, not in that of {amount}."""

    RULE: ClassVar[str] = "currency_differs"


class RecoveredMoreThanPlaced(Refusal):
    """{amount} of item {item} cannot have been recovered: {open} is open of it."""

    RULE: ClassVar[str] = "recovered_more_than_open"


class AlreadyRemitted(Refusal):
    """Recovery {recovery} is in remittance {remittance} already."""

    RULE: ClassVar[str] = "already_remitted"


class OtherProcess(Refusal):
    """What was begun for {what} was begun by a process that does not decide here."""

    RULE: ClassVar[str] = "other_process"
