"""Who hears whom: the one table that the runtime, the rounds and the documents are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from libs.events.contracts import (
    calendar,
    dunning,
    handoff,
    ingestion,
    matching,
    notifications,
    risk,
)
from libs.events.contracts.model import Event


def events_topic_of(service: str) -> str:
    return f"relance.{service}.events"


@dataclass(frozen=True, slots=True)
class ServiceTopics:
    """A service's place in the log."""

    name: str
    events: tuple[type[Event], ...]
    """What it records."""
    hears: Mapping[str, tuple[type[Event], ...]]
    """What it hears, by the service that says it."""
    has_bulk: bool = False
    """Whether it has a second inbox, for the first stage of what comes in bulk."""

    @property
    def events_topic(self) -> str:
        return events_topic_of(self.name)

    @property
    def inbox_topic(self) -> str:
        return f"relance.{self.name}.commands"

    @property
    def bulk_topic(self) -> str:
        return f"relance.{self.name}.bulk"

    @property
    def parked_topic(self) -> str:
        return f"relance.{self.name}.parked"

    @property
    def progress_topic(self) -> str:
        return f"relance.{self.name}.progress"

    @property
    def own_inboxes(self) -> tuple[str, ...]:
        """What lies here was put to the service itself: by its edge, or by itself."""
        return (self.inbox_topic, self.bulk_topic) if self.has_bulk else (self.inbox_topic,)

    @property
    def heard_topics(self) -> tuple[str, ...]:
        """By name."""
        return tuple(events_topic_of(name) for name in sorted(self.hears))

    @property
    def input_topics(self) -> tuple[str, ...]:
        """What its partitions read: the own inboxes first, then what it hears."""
        return (*self.own_inboxes, *self.heard_topics)

    @property
    def prompt_topics(self) -> tuple[str, ...]:
        """Its inputs without bulk: what rounds and people wait for.

        What lies in bulk was announced first, and holds its creditor's demands until it rests.
        """
        return (self.inbox_topic, *self.heard_topics)

    def inbox_for(self, *, is_bulk: bool) -> str:
        """Where a command to this service goes; the inbox, where it has no other."""
        return self.bulk_topic if is_bulk and self.has_bulk else self.inbox_topic


CALENDAR: Final = ServiceTopics(
    name="calendar",
    events=calendar.EVENTS,
    hears={"ingestion": (ingestion.CreditorRegistered, ingestion.CreditorChanged)},
)
INGESTION: Final = ServiceTopics(
    name="ingestion",
    events=ingestion.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "matching": (matching.ErasureJudged,),
    },
    has_bulk=True,
)
MATCHING: Final = ServiceTopics(
    name="matching",
    events=matching.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "ingestion": (
            ingestion.CreditorRegistered,
            ingestion.CreditorChanged,
            ingestion.InvoiceRegistered,
            ingestion.CreditNoteRegistered,
            ingestion.InvoiceCancelled,
            ingestion.DebtorMerged,
            ingestion.ErasureAsked,
        ),
        "handoff": (handoff.RecoveryReported, handoff.RemittanceReported),
    },
    has_bulk=True,
)

DUNNING: Final = ServiceTopics(
    name="dunning",
    events=dunning.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "ingestion": (
            ingestion.CreditorRegistered,
            ingestion.CreditorChanged,
            ingestion.DebtorRegistered,
            ingestion.DebtorChanged,
            ingestion.ImportStarted,
            ingestion.ImportFinished,
        ),
        "matching": (
            matching.ItemOpened,
            matching.ItemReduced,
            matching.ItemSettled,
            matching.ItemReopened,
            matching.ItemCancelled,
            matching.DueDateExtended,
            matching.ShareBooked,
            matching.ShareTakenBack,
            matching.PaymentAllocated,
            matching.AllocationReversed,
            matching.CreditBooked,
            matching.DebtorClosed,
            matching.ItemMovedOut,
            matching.ItemMovedIn,
            matching.ItemForwarded,
            matching.ShareMovedIn,
            matching.CreditMovedIn,
            matching.SettlementSuspected,
            matching.SuspicionLifted,
            matching.SuspicionExpired,
            matching.FeedOpened,
            matching.FeedAdvanced,
            matching.FeedInterrupted,
            matching.FeedResumed,
            matching.LedgerCovered,
        ),
        "notifications": (
            notifications.MessageSent,
            notifications.MessageWithdrawn,
            notifications.MessageFailed,
            notifications.MessageUncertain,
            notifications.MessageBounced,
        ),
        "risk": (risk.BandChanged,),
        "handoff": (
            handoff.PlacementRequested,
            handoff.PlacementOffered,
            handoff.PlacementWithdrawn,
            handoff.PlacementRefused,
            handoff.ItemsRecalled,
            handoff.PlacementRecalled,
            handoff.PlacementClosed,
        ),
    },
)
NOTIFICATIONS: Final = ServiceTopics(
    name="notifications",
    events=notifications.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "ingestion": (ingestion.PortfolioAssigned,),
        "dunning": (dunning.DemandProposed, dunning.DemandRecalled),
    },
)
RISK: Final = ServiceTopics(
    name="risk",
    events=risk.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "ingestion": (
            ingestion.CreditorRegistered,
            ingestion.CreditorChanged,
            ingestion.DebtorRegistered,
        ),
        "matching": (
            matching.ItemOpened,
            matching.ItemReduced,
            matching.ItemSettled,
            matching.ItemReopened,
            matching.ItemCancelled,
            matching.DueDateExtended,
            matching.ItemMovedOut,
            matching.ItemMovedIn,
            matching.ItemForwarded,
            matching.ShareTakenBack,
        ),
        "dunning": (
            dunning.PromiseBroken,
            dunning.PromiseKept,
            dunning.DisputeOpened,
            dunning.DisputeResolved,
        ),
    },
)

HANDOFF: Final = ServiceTopics(
    name="handoff",
    events=handoff.EVENTS,
    hears={
        "calendar": (calendar.DayStarted,),
        "ingestion": (
            ingestion.CreditorRegistered,
            ingestion.CreditorChanged,
            ingestion.DebtorRegistered,
            ingestion.DebtorChanged,
            ingestion.ImportStarted,
            ingestion.ImportFinished,
        ),
        "matching": (
            matching.ItemOpened,
            matching.ItemReduced,
            matching.ItemSettled,
            matching.ItemReopened,
            matching.ItemCancelled,
            matching.DueDateExtended,
            matching.ItemMovedOut,
            matching.ItemMovedIn,
            matching.SettlementSuspected,
            matching.SuspicionLifted,
            matching.SuspicionExpired,
            matching.FeedOpened,
            matching.FeedAdvanced,
            matching.FeedInterrupted,
            matching.FeedResumed,
        ),
        "dunning": (
            dunning.PlacementProposed,
            dunning.DisputeOpened,
            dunning.DisputeResolved,
            dunning.PromiseMade,
            dunning.PromiseKept,
            dunning.PromiseBroken,
            dunning.PromiseEnded,
            dunning.PlanAgreed,
            dunning.PlanMended,
            dunning.PlanKept,
            dunning.PlanBroken,
            dunning.PlanEnded,
            dunning.PaidClaimNoted,
            dunning.ItemWithheld,
            dunning.ItemReleased,
            dunning.DunningPaused,
            dunning.DunningResumed,
            dunning.ItemAdopted,
            dunning.PromiseAdopted,
            dunning.PromiseLeft,
        ),
    },
)

TOPOLOGY: Final[Mapping[str, ServiceTopics]] = {
    service.name: service
    for service in (CALENDAR, INGESTION, MATCHING, DUNNING, NOTIFICATIONS, RISK, HANDOFF)
}
"""Only services that exist; a partition number means the same in each."""
