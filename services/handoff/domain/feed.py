"""An agency's feed: entries counted without a gap, each posted until it was taken."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from libs.events.contracts.handoff import (
    AgencyTold,
    WebhookFailed,
    WebhookQueued,
    WebhookResent,
    WebhookTaken,
)
from libs.events.contracts.model import Event
from libs.events.effects.effect import OUTCOME, STARTED
from libs.events.loop.decider import NOTHING, Decision, Message, Recorded, States
from libs.kernel.keys import path_of
from services.handoff.domain.agencies import AgencyState
from services.handoff.domain.agency_commands import (
    ReportPost,
    ResendEntry,
    StartPost,
    TellAgency,
)
from services.handoff.domain.refusals import EntryUnknown, OtherProcess

WAITS_S: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""After each try that failed: 5 s, 5 and 30 min, 2, 5, 10, 14, 20 and 24 h, which is what Standard
Webhooks suggests."""
TRIES_MAX: Final = len(WAITS_S) + 1
"""Over three days; then the entry is on the list of the dead."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """Stream `<tenant>/feed/<agency>`, key: the agency's."""

    number: int = 0
    """Of the last entry."""


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """Stream `<tenant>/delivery/<agency>.<number>`: an entry on its way to a webhook."""

    agency: str = ""
    number: int = 0
    stage: Literal["none", "waits", "taken", "dead"] = "none"
    tries_count: int = 0
    not_before: str = ""


def again_at(tries_count: int, tried_at: str) -> str:
    """When an entry is posted again after so many tries, the last of them begun at `tried_at`."""
    wait_s = WAITS_S[min(tries_count, len(WAITS_S)) - 1]
    return (datetime.fromisoformat(tried_at) + timedelta(seconds=wait_s)).isoformat()


def feed_stream(tenant: str, agency: str) -> str:
    return path_of(tenant, "feed", agency)


def delivery_stream(tenant: str, agency: str, number: int) -> str:
    return path_of(tenant, "delivery", f"{agency}.{number}")


def evolve_feed(state: FeedState, event: Event) -> FeedState:
    return FeedState(event.number) if isinstance(event, AgencyTold) else state


def evolve_delivery(state: DeliveryState, event: Event) -> DeliveryState:
    match event:
        case WebhookQueued():
            return DeliveryState(event.agency, event.number, "waits")
        case WebhookResent():
            return replace(state, stage="waits", tries_count=0, not_before="")
        case WebhookTaken():
            return replace(state, stage="taken", tries_count=event.tries_count, not_before="")
        case WebhookFailed():
            return replace(
                state,
                stage="dead" if event.dead else "waits",
                tries_count=event.tries_count,
                not_before=event.not_before,
            )
        case _:
            return state


def tell(tenant: str, command: TellAgency, feed: FeedState, agency: AgencyState) -> Decision:
    """The next entry; with a webhook it is posted as well."""
    number, posted = feed.number + 1, bool(agency.webhook_url)
    told = AgencyTold(**dict(command), number=number, posted=posted)
    events = [Recorded(feed_stream(tenant, command.agency), told)]
    if posted:
        stream = delivery_stream(tenant, command.agency, number)
        events.append(Recorded(stream, WebhookQueued(agency=command.agency, number=number)))
    return Decision(tuple(events))


def start_post(message: Message, command: StartPost, delivery: DeliveryState) -> Decision:
    """Nothing is recorded: an entry that is posted twice has the same id, and is one.

    Raises OtherProcess.
    """
    if command.token != message.process:
        raise OtherProcess(what=f"{command.agency}.{command.number}")
    is_next = delivery.stage == "waits" and command.attempt == delivery.tries_count + 1
    return Decision(answer={OUTCOME: STARTED if is_next else delivery.stage})


def report_post(stream: str, command: ReportPost, delivery: DeliveryState) -> Decision:
    """Of the try that is under way; a late report of an earlier one is no news."""
    if delivery.stage != "waits" or command.attempt != delivery.tries_count + 1:
        return NOTHING
    if command.taken:
        taken = WebhookTaken(
            agency=command.agency,
            number=command.number,
            tries_count=command.attempt,
            status=command.status,
        )
        return Decision((Recorded(stream, taken),))
    failed = WebhookFailed(
        agency=command.agency,
        number=command.number,
        tries_count=command.attempt,
        reason=command.reason,
        not_before=command.not_before,
        dead=command.for_good or command.attempt >= TRIES_MAX,
    )
    return Decision((Recorded(stream, failed),))


def resend(stream: str, command: ResendEntry, states: States) -> Decision:
    """Raises EntryUnknown."""
    delivery: DeliveryState = states.of(stream)
    if delivery.stage == "none":
        raise EntryUnknown(number=command.number)
    if delivery.stage == "waits" and not delivery.tries_count:
        return NOTHING
    resent = WebhookResent(
        agency=command.agency, number=command.number, resent_by=command.resent_by
    )
    return Decision((Recorded(stream, resent),))
