"""Agencies and the contracts with them: registered, announced, chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from libs.events.contracts.handoff import (
    AgencyFacts,
    AgencyRegistered,
    FeeRule,
    Registration,
    SecretRotated,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Announce, Decision, Recorded, States
from libs.kernel.keys import copy_of, path_of
from libs.kernel.money import Money, minor_units
from services.handoff.domain.agency_commands import AdoptAgency, RegisterAgency, RotateSecret
from services.handoff.domain.debtors import DebtorState
from services.handoff.domain.refusals import (
    AgencyDoesNotTake,
    AgencyNotRegistered,
    AgencyUnknown,
    NoAgencyTakesIt,
    RevisionDiffers,
)
from services.handoff.domain.registers import Entered, missing

_WHOLE: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class AgencyState:
    """An agency as its own key and each partition know it; `agency` is empty until it is heard of.

    Stream `<tenant>/agency/<id>`, and `…@<partition>` of a copy.
    """

    agency: str = ""
    name: str = ""
    revision: int = 0
    countries: tuple[str, ...] = ()
    creditors: tuple[str, ...] = ()
    registrations: tuple[Entered, ...] = ()
    answer_days: int = 0
    recovered_basis_points: int = 0
    direct_basis_points: int = 0
    webhook_url: str = ""
    has_topic: bool = False
    topic_reader: str = ""
    secret_number: int = 1


Agencies = Mapping[str, AgencyState]


def agency_key(tenant: str, agency: str) -> str:
    """Routing key of an agency, and the stream of its owner's record."""
    return path_of(tenant, "agency", agency)


def agency_copy(tenant: str, agency: str, partition: int) -> str:
    return copy_of(agency_key(tenant, agency), partition)


def agencies_index(tenant: str) -> str:
    """Index of a partition's copies of a tenant's agencies."""
    return path_of(tenant, "agencies", "all")


def evolve_agency(state: AgencyState, event: Event) -> AgencyState:
    match event:
        case AgencyRegistered(facts=facts):
            return replace(
                state,
                agency=facts.agency,
                name=facts.name,
                revision=event.revision,
                countries=facts.countries,
                creditors=facts.creditors,
                registrations=tuple(
                    Entered(one.country, one.register_id, one.number) for one in facts.registrations
                ),
                answer_days=facts.answer_days,
                recovered_basis_points=facts.fee.recovered_basis_points,
                direct_basis_points=facts.fee.direct_basis_points,
                webhook_url=facts.webhook_url,
                has_topic=facts.has_topic,
                topic_reader=facts.topic_reader,
            )
        case SecretRotated():
            return replace(state, secret_number=event.secret_number)
        case _:
            return state


def register(key: str, command: RegisterAgency, states: States) -> Decision:
    """Record it at the agency's own key and announce it. Raises RevisionDiffers."""
    known: AgencyState = states.of(key)
    answer = {"agency": command.facts.agency, "revision": str(max(known.revision, 1))}
    if known.revision and _facts(known) == command.facts:
        return Decision(answer=answer)
    if command.if_revision not in (None, known.revision):
        raise RevisionDiffers(agency=command.facts.agency, revision=known.revision)
    revision = known.revision + 1
    registered = AgencyRegistered(
        facts=command.facts, revision=revision, registered_by=command.registered_by
    )
    copy = AdoptAgency(**dict(registered))
    answer = {**answer, "revision": str(revision)}
    return Decision((Recorded(key, registered),), (Announce(key, copy),), answer)


def adopt(stream: str, command: AdoptAgency, states: States) -> Decision:
    """Record this partition's copy; a revision that it has is no news."""
    known: AgencyState = states.of(stream)
    if command.revision <= known.revision:
        return NOTHING
    return Decision((Recorded(stream, AgencyRegistered(**dict(command))),))


def rotate(key: str, command: RotateSecret, states: States) -> Decision:
    """Raises AgencyUnknown."""
    known: AgencyState = states.of(key)
    if not known.revision:
        raise AgencyUnknown(agency=command.agency)
    rotated = SecretRotated(
        agency=command.agency,
        secret_number=known.secret_number + 1,
        before_until=command.before_until,
        rotated_by=command.rotated_by,
    )
    return Decision((Recorded(key, rotated),), answer={"number": str(rotated.secret_number)})


def chosen(agencies: Agencies, wished: str, debtor: DebtorState, on: date) -> AgencyState:
    """The agency that the case goes to; of several that take it the first by its name.

    Raises AgencyUnknown, AgencyDoesNotTake, AgencyNotRegistered, NoAgencyTakesIt.
    """
    if wished:
        agency = next((one for one in agencies.values() if one.agency == wished), None)
        if agency is None:
            raise AgencyUnknown(agency=wished)
        if not _takes(agency, debtor):
            raise AgencyDoesNotTake(agency=wished, country=debtor.country or "an unknown country")
        _check_registration(agency, debtor, on)
        return agency
    taking = [one for one in agencies.values() if _takes(one, debtor)]
    fit = [one for one in taking if _missing(one, debtor, on) is None]
    if not taking:
        raise NoAgencyTakesIt(country=debtor.country or "an unknown country")
    if not fit:
        _check_registration(taking[0], debtor, on)
    return min(fit, key=lambda one: (one.name, one.agency))


def fee_of(amount: Money, basis_points: int) -> Money:
    """`basis_points` of an amount, rounded half up to its minor units: 15 % of 33.30 is 5.00."""
    exact = amount.amount * basis_points / _WHOLE
    step = Decimal(1).scaleb(-minor_units(amount.currency))
    return Money(exact.quantize(step, rounding=ROUND_HALF_UP), amount.currency)


def _takes(agency: AgencyState, debtor: DebtorState) -> bool:
    of_creditor = not agency.creditors or debtor.creditor in agency.creditors
    return of_creditor and (not agency.countries or debtor.country in agency.countries)


def _missing(agency: AgencyState, debtor: DebtorState, on: date) -> object | None:
    if debtor.kind != "consumer":
        return None
    return missing(debtor.country, on, agency.registrations)


def _check_registration(agency: AgencyState, debtor: DebtorState, on: date) -> None:
    asked = missing(debtor.country, on, agency.registrations)
    if debtor.kind == "consumer" and asked is not None:
        raise AgencyNotRegistered(country=debtor.country, agency=agency.agency, register=asked.says)


def _facts(state: AgencyState) -> AgencyFacts:
    fee = FeeRule(
        recovered_basis_points=state.recovered_basis_points,
        direct_basis_points=state.direct_basis_points,
    )
    return AgencyFacts(
        agency=state.agency,
        name=state.name,
        countries=state.countries,
        creditors=state.creditors,
        registrations=tuple(
            Registration(country=one.country, register_id=one.register_id, number=one.number)
            for one in state.registrations
        ),
        answer_days=state.answer_days,
        fee=fee,
        webhook_url=state.webhook_url,
        has_topic=state.has_topic,
        topic_reader=state.topic_reader,
    )
