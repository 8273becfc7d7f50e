"""What the view makes of events: cases by stage, and what each agency has, recovered, remitted."""

from datetime import date
from typing import Any, Final

from libs.events.contracts.handoff import (
    AgencyFacts,
    AgencyRegistered,
    AgencyTold,
    FeeRule,
    PlacedItem,
    PlacementAccepted,
    PlacementOffered,
    ProposalNoted,
    RecoveryNoted,
    RecoveryRemitted,
    RemittanceReported,
    RemittedRecovery,
    WebhookFailed,
    WebhookQueued,
)
from libs.events.contracts.matching import RemittanceReopened, RemittanceSettled
from libs.events.contracts.model import Event
from libs.events.views.reading import AGENCY
from libs.testkit.stack import Addresses
from services.handoff.tests.building import eur
from services.handoff.tests.view_filling import TENANT, filled, named
from services.handoff.views.reading import PlacementFilter, Placements, Shown

NORTH, SOUTH = named("north"), named("south")
CREDITOR, OTHER = named("creditor"), named("other creditor")
FIRST, SECOND, PROPOSED = named("first"), named("second"), named("proposed")
REMITTANCE: Final = named("remittance")


def an_agency(agency: str, name: str) -> AgencyRegistered:
    fee = FeeRule(recovered_basis_points=1500, direct_basis_points=0)
    facts = AgencyFacts(agency=agency, name=name, answer_days=5, fee=fee)
    return AgencyRegistered(facts=facts, revision=1, registered_by="paula")


def of(placement: str, creditor: str = CREDITOR) -> dict[str, Any]:
    debtor = named(f"debtor of {placement}")
    return {"placement": placement, "agency": NORTH, "creditor": creditor, "debtor": debtor}


def offered(placement: str, amount: str, creditor: str = CREDITOR) -> PlacementOffered:
    item = PlacedItem(
        item=named(f"item of {placement}"), number="F-17", kind="invoice", placed=eur(amount),
        open=eur(amount), issued_on=date(2026, 1, 2), due_on=date(2026, 2, 1),
    )  # fmt: skip
    return PlacementOffered(
        **of(placement, creditor), items=(item,), total=eur(amount), offered_on=date(2026, 4, 1),
        answer_by_on=date(2026, 4, 6), token="t", began_at="2026-04-01T08:00:00+00:00", cut={},
    )  # fmt: skip


def accepted(placement: str) -> PlacementAccepted:
    return PlacementAccepted(**of(placement), reference="A-1", accepted_by="anton")


def proposed() -> ProposalNoted:
    return ProposalNoted(
        placement=PROPOSED, creditor=CREDITOR, debtor=named("silent"), case=named("case"),
        items=(named("item"),), total=eur("30.00"),
    )  # fmt: skip


def recovered(recovery: str, gross: str, fee: str) -> RecoveryNoted:
    about = {"placement": FIRST, "agency": NORTH, "creditor": CREDITOR}
    return RecoveryNoted(recovery=named(recovery), **about, gross=eur(gross), fee=eur(fee))


def remitted() -> tuple[Event, Event]:
    """The first recovery alone."""
    part = RemittedRecovery(
        recovery=named("r1"), placement=FIRST, gross=eur("40.00"), fee=eur("6.00")
    )
    reported = RemittanceReported(
        remittance=REMITTANCE, agency=NORTH, creditor=CREDITOR, reference="REM-1",
        recoveries=(part,), gross=eur("40.00"), fees=eur("6.00"), net=eur("34.00"),
        remitted_on=date(2026, 4, 9), reported_by="anton",
    )  # fmt: skip
    marked = RecoveryRemitted(recovery=named("r1"), agency=NORTH, remittance=REMITTANCE)
    return reported, marked


def settled() -> RemittanceSettled:
    return RemittanceSettled(
        remittance=REMITTANCE, agency=NORTH, creditor=CREDITOR, payment=named("p1"),
        amount=eur("34.00"), fees=eur("6.00"),
    )  # fmt: skip


CASES: Final = (
    an_agency(NORTH, "Incasso Noord"),
    an_agency(SOUTH, "Incasso Zuid"),
    proposed(),
    offered(FIRST, "100.00"),
    accepted(FIRST),
    offered(SECOND, "50.00", OTHER),
    recovered("r1", "40.00", "6.00"),
    recovered("r2", "10.00", "1.50"),
    *remitted(),
)


async def listed(view: Placements, wanted: PlacementFilter) -> dict[str, Shown]:
    return {one["placement"]: one for one in await view.all(TENANT, wanted, None, 100)}


async def test_cases_are_found_by_stages_and_by_creditor(stack: Addresses) -> None:
    async with filled(stack.postgres, CASES) as view:
        out = PlacementFilter(stages=("offered", "accepted"))
        assert (await listed(view, out)).keys() == {FIRST, SECOND}
        assert (await listed(view, PlacementFilter(creditor=OTHER))).keys() == {SECOND}
        assert (await listed(view, PlacementFilter())).keys() == {FIRST, SECOND, PROPOSED}


async def test_a_case_says_what_was_recovered_before_it_is_closed(stack: Addresses) -> None:
    async with filled(stack.postgres, CASES) as view:
        cases = await listed(view, PlacementFilter())
        assert cases[FIRST]["recovered"] == "50.00 EUR"
        assert cases[SECOND]["recovered"] == "0.00 EUR"


async def test_the_overview_adds_up_stages_and_agencies(stack: Addresses) -> None:
    async with filled(stack.postgres, CASES) as view:
        overview = await view.overview(TENANT)
        assert overview["stages"] == [
            {"stage": "accepted", "cases": 1, "total": "100.00 EUR"},
            {"stage": "offered", "cases": 1, "total": "50.00 EUR"},
            {"stage": "proposed", "cases": 1, "total": "30.00 EUR"},
        ]
        north, south = overview["agencies"]
        assert (north["name"], north["out"], south["name"], south["out"]) == (
            *("Incasso Noord", 2),
            *("Incasso Zuid", 0),
        )
        (money,) = north["money"]
        assert (money["recovered"], money["fees"]) == ("50.00 EUR", "7.50 EUR")
        assert (money["reported"], money["clearing"]) == ("40.00 EUR", "50.00 EUR")
        assert south["money"] == []
        assert (await view.overview("stranger")) == {"stages": [], "agencies": []}


async def test_agencies_are_listed_page_by_page(stack: Addresses) -> None:
    async with filled(stack.postgres, CASES) as view:
        (first,) = await view.agencies(TENANT, None, 1)
        (second,) = await view.agencies(TENANT, first["agency"], 1)
        assert {first["agency"], second["agency"]} == {NORTH, SOUTH}
        assert await view.agencies(TENANT, second["agency"], 1) == []
        assert await view.agency(TENANT, NORTH) in (first, second)
        assert await view.agency("stranger", NORTH) is None


async def test_what_has_come_is_no_more_on_the_clearing_account(stack: Addresses) -> None:
    """Also when the ledger is heard first."""
    for events in ((*CASES, settled()), (settled(), *CASES)):
        async with filled(stack.postgres, events) as view:
            (money,) = (await view.overview(TENANT))["agencies"][0]["money"]
            assert money["clearing"] == "10.00 EUR"
            (transfer,) = await view.remittances(TENANT, NORTH, None, 100)
            assert (transfer["net"], transfer["settled"]["amount"]) == ("34.00 EUR", "34.00 EUR")


async def test_what_the_bank_took_back_is_on_the_clearing_account_again(stack: Addresses) -> None:
    again = RemittanceReopened(**dict(settled()))
    async with filled(stack.postgres, (*CASES, settled(), again)) as view:
        (money,) = (await view.overview(TENANT))["agencies"][0]["money"]
        assert money["clearing"] == "50.00 EUR"
        assert (await view.remittances(TENANT, NORTH, None, 100))[0]["settled"] is None


async def test_the_database_shows_an_agency_its_own_alone(stack: Addresses) -> None:
    """Whatever a query asks for: each table of the view, and what is in it for whom."""
    about = {**of(FIRST), "kind": "placement_offered", "facts": {"total": "100.00 EUR"}}
    told = AgencyTold.model_validate({**about, "number": 1, "posted": True})
    queued = WebhookQueued(agency=NORTH, number=1)
    tables = ("placements", "placed_items", "happened", "entries", "deliveries", "recoveries")
    async with filled(stack.postgres, (*CASES, told, queued)) as view:
        for agency, sees in ((NORTH, True), (SOUTH, False), (named("nobody"), False)):
            counts = await _counted(view, agency, (*tables, "remittances"))
            assert {bool(count) for count in counts.values()} == {sees}, (agency, counts)
            assert await _counted(view, agency, ("agencies",)) == {
                "agencies": int(agency in (NORTH, SOUTH))
            }
        assert (await _counted(view, "", tables))["placements"] == 3


async def _counted(view: Placements, agency: str, tables: tuple[str, ...]) -> dict[str, int]:
    """How many rows there are, of a table each, for whoever reads as this agency."""
    token = AGENCY.set(agency)
    try:
        async with view.reading.of(TENANT) as connection:
            return {one: await connection.fetchval(f"SELECT count(*) FROM {one}") for one in tables}
    finally:
        AGENCY.reset(token)


async def test_what_is_posted_is_the_entry_with_its_agency(stack: Addresses) -> None:
    about = {**of(FIRST), "kind": "placement_offered", "facts": {"total": "100.00 EUR"}}
    told = AgencyTold.model_validate({**about, "number": 1, "posted": True})
    async with filled(stack.postgres, (*CASES, told)) as view:
        posted = await view.posted(TENANT, NORTH, 1)
        assert posted is not None
        agency, entry = posted
        assert (agency["name"], entry["kind"]) == ("Incasso Noord", "placement_offered")
        assert await view.posted(TENANT, NORTH, 2) is None
        assert await view.posted("stranger", NORTH, 1) is None


async def test_a_webhook_that_is_given_up_says_what_it_was_about(stack: Addresses) -> None:
    about = {**of(FIRST), "kind": "placement_offered", "facts": {"total": "100.00 EUR"}}
    told = AgencyTold.model_validate({**about, "number": 1, "posted": True})
    dead = WebhookFailed(
        agency=NORTH, number=1, tries_count=10, reason="it answered 500", not_before="", dead=True
    )
    async with filled(
        stack.postgres, (*CASES, told, WebhookQueued(agency=NORTH, number=1), dead)
    ) as view:
        (one,) = await view.deliveries(TENANT, NORTH, "dead", 0, 100)
        assert (one["kind"], one["placement"], one["tries_count"]) == (
            *("placement_offered", FIRST),
            10,
        )
        assert (await view.overview(TENANT))["agencies"][0]["dead"] == 1
