"""Builders of what people, agencies and the dispatcher ask."""

from datetime import date
from typing import Any

from libs.events.contracts.handoff import AgencyFacts, FeeRule, RecoveredItem, Registration
from libs.testkit.scenarios import Told, told
from services.handoff.domain.agency_commands import RegisterAgency
from services.handoff.domain.commands import (
    AcceptPlacement,
    ReportRecovery,
    RequestPlacement,
    StartOffer,
)
from services.handoff.tests.building import AGENCY, DAY, DEBTOR, KEY, PLACEMENT, agency_key, eur


def an_agency(agency: str = AGENCY, *registrations: Registration, **more: Any) -> Told:
    """`more`: name, countries, creditors, answer_days, webhook_url, fee, direct (basis points),
    if_revision."""
    facts = AgencyFacts(
        agency=agency,
        name=more.pop("name", f"Agency {agency}"),
        countries=more.pop("countries", ()),
        creditors=more.pop("creditors", ()),
        registrations=registrations,
        answer_days=more.pop("answer_days", 5),
        fee=FeeRule(
            recovered_basis_points=more.pop("fee", 1_500),
            direct_basis_points=more.pop("direct", 500),
        ),
        webhook_url=more.pop("webhook_url", ""),
    )
    if_revision = more.pop("if_revision", None)
    assert not more, more
    command = RegisterAgency(facts=facts, registered_by="ada", if_revision=if_revision)
    return told(agency_key(agency), command)


def a_request(*items: str, agency: str = "", placement: str = "") -> Told:
    command = RequestPlacement(
        debtor=DEBTOR,
        placement=placement,
        agency=agency,
        items=tuple(f"item-{one}" for one in items),
        requested_by="paula",
    )
    return told(KEY, command)


def the_offer(placement: str = PLACEMENT, *, token: str = "", began: str = "10:00") -> Told:
    """A scenario decides in the process whose token is empty."""
    command = StartOffer(
        placement=placement, token=token, began_at=f"{DAY}T{began}:00Z", cut={"matching": 1}
    )
    return told(KEY, command)


def accepted(placement: str = PLACEMENT, *, agency: str = AGENCY) -> Told:
    command = AcceptPlacement(
        debtor=DEBTOR, placement=placement, agency=agency, reference="A-9", accepted_by="anton"
    )
    return told(KEY, command)


def recovered(
    number: str = "F-17", amount: str = "100.00", *, agency: str = AGENCY, times: int = 1
) -> Told:
    """`times`: in how many parts of that amount it is reported."""
    command = ReportRecovery(
        debtor=DEBTOR,
        placement=PLACEMENT,
        agency=agency,
        items=(RecoveredItem(item=f"item-{number}", amount=eur(amount)),) * times,
        received_on=date(2026, 4, 8),
        reported_by="anton",
    )
    return told(KEY, command)
