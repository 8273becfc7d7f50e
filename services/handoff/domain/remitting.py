"""What an agency recovered is transferred net of fees, each recovery in one remittance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from libs.events.contracts.handoff import (
    RecoveryNoted,
    RecoveryRemitted,
    RemittanceReported,
    RemittedRecovery,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Decision, Message, Recorded, States
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, path_of, tenant_of
from libs.kernel.money import Money, total
from services.handoff.domain.agency_commands import NoteRecovery, ReportRemittance
from services.handoff.domain.refusals import AlreadyRemitted, RecoveryUnknown, SeveralCurrencies
from services.handoff.domain.values import NO_MONEY


@dataclass(frozen=True, slots=True)
class RecoveryState:
    """Stream `<tenant>/recovery/<id>`, key: the agency's; `recovery` is empty until it is noted."""

    recovery: str = ""
    placement: str = ""
    agency: str = ""
    creditor: str = ""
    gross: Money = NO_MONEY
    fee: Money = NO_MONEY
    remittance: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceState:
    """Stream `<tenant>/remittance/<id>`: nothing is decided on it again."""

    remittance: str = ""


def recovery_stream(tenant: str, recovery: str) -> str:
    return path_of(tenant, "recovery", recovery)


def remittance_stream(ids: IdSecret, message: Message) -> str:
    """Of the remittance that a message reports: the same message twice reports one."""
    tenant = tenant_of(message.key)
    return path_of(tenant, "remittance", ids.hashed(tenant, "remittance", message.id))


def evolve_recovery(state: RecoveryState, event: Event) -> RecoveryState:
    match event:
        case RecoveryNoted():
            return RecoveryState(
                event.recovery,
                event.placement,
                event.agency,
                event.creditor,
                event.gross,
                event.fee,
            )
        case RecoveryRemitted():
            return replace(state, remittance=event.remittance)
        case _:
            return state


def evolve_remittance(state: RemittanceState, event: Event) -> RemittanceState:
    return RemittanceState(event.remittance) if isinstance(event, RemittanceReported) else state


def note_recovery(tenant: str, command: NoteRecovery, states: States) -> Decision:
    stream = recovery_stream(tenant, command.recovery)
    known: RecoveryState = states.of(stream)
    if known.recovery:
        return NOTHING
    return Decision((Recorded(stream, RecoveryNoted(**dict(command))),))


def report(message: Message, command: ReportRemittance, states: States, ids: IdSecret) -> Decision:
    """Raises RecoveryUnknown, AlreadyRemitted, SeveralCurrencies."""
    tenant = tenant_of(message.key)
    names = tuple(dict.fromkeys(command.recoveries))
    recoveries = [_recovered(tenant, name, command, states) for name in names]
    currencies = sorted({one.gross.currency for one in recoveries})
    if len(currencies) > 1:
        raise SeveralCurrencies(currencies=", ".join(currencies))
    stream = remittance_stream(ids, message)
    remittance = identity_of(stream)
    reported = _reported(remittance, command, recoveries)
    remitted = [
        Recorded(
            recovery_stream(tenant, one.recovery),
            RecoveryRemitted(recovery=one.recovery, agency=command.agency, remittance=remittance),
        )
        for one in recoveries
    ]
    answer = {"remittance": remittance, "net": str(reported.net), "fees": str(reported.fees)}
    return Decision((Recorded(stream, reported), *remitted), answer=answer)


def _recovered(tenant: str, name: str, command: ReportRemittance, states: States) -> RecoveryState:
    known: RecoveryState = states.of(recovery_stream(tenant, name))
    if (known.agency, known.creditor) != (command.agency, command.creditor):
        raise RecoveryUnknown(recovery=name)
    if known.remittance:
        raise AlreadyRemitted(recovery=name, remittance=known.remittance)
    return known


def _reported(
    remittance: str, command: ReportRemittance, recoveries: Sequence[RecoveryState]
) -> RemittanceReported:
    currency = recoveries[0].gross.currency
    gross = total((one.gross for one in recoveries), currency)
    fees = total((one.fee for one in recoveries), currency)
    return RemittanceReported(
        remittance=remittance,
        agency=command.agency,
        creditor=command.creditor,
        reference=command.reference,
        recoveries=tuple(
            RemittedRecovery(
                recovery=one.recovery, placement=one.placement, gross=one.gross, fee=one.fee
            )
            for one in recoveries
        ),
        gross=gross,
        fees=fees,
        net=gross - fees,
        remitted_on=command.remitted_on,
        reported_by=command.reported_by,
    )
