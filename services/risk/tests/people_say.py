"""Builders of what people say of a debtor."""

from typing import Any

from libs.kernel.money import read_money
from libs.testkit.scenarios import Scenario, Told, told
from services.risk.domain.commands import (
    EndLimit,
    EndOverride,
    EndWatch,
    GrantLimit,
    OverrideBand,
    RefuseLimit,
    RequestLimit,
    StartWatch,
)
from services.risk.tests.building import DEBTOR, TEXT, key, on


def _told(command: Any, debtor: str = DEBTOR) -> Told:
    return told(key("debtor", debtor), command)


def asked_for(amount: str, debtor: str = DEBTOR) -> Told:
    """In euros, unless it names a currency."""
    money = read_money(amount if " " in amount else f"{amount} EUR")
    command = RequestLimit(debtor=debtor, amount=money, requested_by="paula", personal=TEXT)
    return _told(command, debtor)


def granted(limit: str, *, through: str = "2026-12-31", amount: str = "") -> Told:
    money = read_money(f"{amount} EUR") if amount else None
    return _told(
        GrantLimit(
            debtor=DEBTOR, limit=limit, amount=money, expires_on=on(through), granted_by="otto"
        )
    )


def refused(limit: str) -> Told:
    return _told(RefuseLimit(debtor=DEBTOR, limit=limit, refused_by="otto", personal=TEXT))


def limit_ended(limit: str) -> Told:
    return _told(EndLimit(debtor=DEBTOR, limit=limit, ended_by="otto"))


def overridden(band: Any, *, until: str) -> Told:
    return _told(
        OverrideBand(
            debtor=DEBTOR, band=band, until_on=on(until), overridden_by="otto", personal=TEXT
        )
    )


def override_ended() -> Told:
    return _told(EndOverride(debtor=DEBTOR, ended_by="otto"))


def watched() -> Told:
    return _told(StartWatch(debtor=DEBTOR, started_by="otto", personal=TEXT))


def unwatched() -> Told:
    return _told(EndWatch(debtor=DEBTOR, ended_by="otto", personal=TEXT))


def with_a_limit(scenario: Scenario, amount: str, *, through: str = "2026-12-31") -> str:
    """Ask for a limit and grant it; returns its id."""
    scenario.when(asked_for(amount))
    limit = scenario.answer["limit"]
    scenario.given(granted(limit, through=through))
    return limit
