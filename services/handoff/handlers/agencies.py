"""An agency's key: its contract, its feed, its webhooks, its remittances."""

from collections.abc import Mapping

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import Decision, Found, Message, Needs, Placement, State, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import is_copy, tenant_of
from services.handoff.domain.agencies import (
    AgencyState,
    adopt,
    agencies_index,
    agency_copy,
    agency_key,
    evolve_agency,
    register,
    rotate,
)
from services.handoff.domain.agency_commands import (
    AGENCY_COMMANDS,
    AdoptAgency,
    NoteRecovery,
    RegisterAgency,
    ReportPost,
    ReportRemittance,
    ResendEntry,
    RotateSecret,
    StartPost,
    TellAgency,
)
from services.handoff.domain.feed import (
    DeliveryState,
    FeedState,
    delivery_stream,
    evolve_delivery,
    evolve_feed,
    feed_stream,
    report_post,
    resend,
    start_post,
    tell,
)
from services.handoff.domain.remitting import (
    RecoveryState,
    RemittanceState,
    evolve_recovery,
    evolve_remittance,
    note_recovery,
    recovery_stream,
    remittance_stream,
    report,
)
from services.handoff.handlers.places import place_delivery


class Agencies:
    """The messages of an agency's key, and each partition's copy of its contract."""

    takes: tuple[type[Contract], ...] = AGENCY_COMMANDS
    state_types: Mapping[str, type] = {
        "agency": AgencyState,
        "feed": FeedState,
        "delivery": DeliveryState,
        "recovery": RecoveryState,
        "remittance": RemittanceState,
    }

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        tenant = tenant_of(message.key)
        match message.body:
            case RegisterAgency() | RotateSecret():
                return Needs((message.key,))
            case AdoptAgency(facts=facts):
                return Needs((agency_copy(tenant, facts.agency, message.partition),))
            case TellAgency(agency=agency):
                return Needs(_to_tell(tenant, agency, states))
            case NoteRecovery(recovery=recovery):
                return Needs((recovery_stream(tenant, recovery),))
            case ReportRemittance(recoveries=recoveries):
                names = dict.fromkeys(recoveries)
                streams = (recovery_stream(tenant, one) for one in names)
                return Needs((remittance_stream(self._ids, message), *streams))
            case _:
                return Needs((_delivery(message),))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant = tenant_of(message.key)
        match message.body:
            case RegisterAgency() as command:
                return register(message.key, command, states)
            case AdoptAgency(facts=facts) as command:
                return adopt(agency_copy(tenant, facts.agency, message.partition), command, states)
            case RotateSecret() as command:
                return rotate(message.key, command, states)
            case TellAgency(agency=agency) as command:
                feed = states.of(feed_stream(tenant, agency))
                return tell(tenant, command, feed, states.of(agency_key(tenant, agency)))
            case NoteRecovery() as command:
                return note_recovery(tenant, command, states)
            case ReportRemittance() as command:
                return report(message, command, states, self._ids)
            case _:
                return _of_delivery(message, states)

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case AgencyState():
                return evolve_agency(state, event)
            case FeedState():
                return evolve_feed(state, event)
            case DeliveryState():
                return evolve_delivery(state, event)
            case RecoveryState():
                return evolve_recovery(state, event)
            case _:
                return evolve_remittance(state, event)

    def place(self, stream: str, state: State) -> Placement:
        match state:
            case AgencyState() if is_copy(stream):
                return Placement(index=agencies_index(tenant_of(stream)))
            case DeliveryState():
                return place_delivery(stream, state)
            case _:
                return Placement()


def _to_tell(tenant: str, agency: str, states: States) -> tuple[str, ...]:
    """The feed, the contract, and the entry that comes next, once the feed can be read."""
    feed, contract = feed_stream(tenant, agency), agency_key(tenant, agency)
    if not states.seen(feed):
        return feed, contract
    known: FeedState = states.of(feed)
    return feed, contract, delivery_stream(tenant, agency, known.number + 1)


def _delivery(message: Message) -> str:
    command = message.body
    assert isinstance(command, StartPost | ReportPost | ResendEntry)
    return delivery_stream(tenant_of(message.key), command.agency, command.number)


def _of_delivery(message: Message, states: States) -> Decision:
    stream = _delivery(message)
    match message.body:
        case StartPost() as command:
            return start_post(message, command, states.of(stream))
        case ReportPost() as command:
            return report_post(stream, command, states.of(stream))
        case ResendEntry() as command:
            return resend(stream, command, states)
        case body:
            raise TypeError(f"no agency decides on {type(body).__name__}")
