"""A placed debtor is merged: the agency that has its items is told of them all the same."""

from datetime import date
from typing import Any

from libs.events.contracts.dunning import (
    DisputeCarried,
    ItemAdopted,
    ItemBaggage,
    PlacementCarried,
    PromiseAdopted,
    PromiseKept,
    PromiseLeft,
    PromiseMade,
)
from libs.events.contracts.handoff import (
    AgencyTold,
    BaggageNoted,
    DisputeNoted,
    ItemCame,
    ItemLeft,
    PlacedItemChanged,
    PlacementRequested,
    PromiseNoted,
    WithholdingNoted,
)
from libs.events.contracts.ingestion import DebtorRegistered
from libs.events.contracts.matching import ItemMovedIn, ItemMovedOut, ItemNames, ItemReduced
from libs.events.contracts.model import Event
from libs.events.contracts.parties import PartyPersonal
from libs.kernel.keys import path_of
from libs.testkit.scenarios import Heard, Scenario, heard, like, told
from services.handoff.domain.commands import RequestPlacement
from services.handoff.domain.refusals import NothingToPlace
from services.handoff.tests.asking import a_request, accepted, an_agency, the_offer
from services.handoff.tests.building import (
    CREDITOR,
    DEBTOR,
    PLACEMENT,
    TENANT,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    eur,
    handoff,
    proposed,
)
from services.handoff.tests.people_say import promised

JONES = path_of(TENANT, "debtor", "jones")
ITEM = "item-F-17"
AT_JONES: dict[str, Any] = {"item": ITEM, "creditor": CREDITOR, "debtor": "jones"}


def _of(source: str, event: Event, key: str = JONES) -> Heard:
    return heard(source, key, path_of(TENANT, "item", f"{ITEM}~jones"), event)


def moved_out() -> Heard:
    fact = ItemMovedOut(
        item=ITEM, creditor=CREDITOR, debtor=DEBTOR, into="jones", open=eur("120.00")
    )
    return _of("matching", fact, path_of(TENANT, "debtor", DEBTOR))


def moved_in() -> Heard:
    fact = ItemMovedIn(
        **AT_JONES, kind="invoice", came_from=DEBTOR, formerly=(DEBTOR,), number="F-17",
        amount=eur("120.00"), open=eur("120.00"), issued_on=date(2026, 2, 1),
        due_on=date(2026, 3, 1), names=ItemNames(),
    )  # fmt: skip
    return _of("matching", fact)


def known_of(**baggage: Any) -> Heard:
    """What dunning has adopted of it, at the debtor where it is now."""
    fact = ItemAdopted(
        **AT_JONES, case="case-2", came_from=DEBTOR, is_whole=True, kind="invoice", number="F-17",
        open=eur("120.00"), issued_on=date(2026, 2, 1), due_on=date(2026, 3, 1),
        baggage=ItemBaggage(**baggage),
    )  # fmt: skip
    return _of("dunning", fact)


def paid_at_jones() -> Heard:
    fact = ItemReduced(
        **AT_JONES, source="s1", source_kind="share", amount=eur("20.00"), open=eur("100.00"),
        payment="p1",
    )  # fmt: skip
    return _of("matching", fact)


def _both() -> Scenario:
    jones = DebtorRegistered(
        debtor="jones", creditor=CREDITOR, found_by="customer_number", kind="business",
        country="BE", personal=PartyPersonal(name="Jones"),
    )  # fmt: skip
    return handoff.given(
        a_creditor(), a_day(), an_agency(), a_debtor(), an_item(), _of("ingestion", jones)
    )


def _requested_at_jones() -> Any:
    command = RequestPlacement(
        placement="", debtor="jones", agency="", items=(ITEM,), requested_by="paula"
    )
    return told(JONES, command)


def test_an_agency_is_told_at_the_old_key_what_is_paid_at_the_new_one() -> None:
    scenario = _with_the_agency()
    scenario.when(moved_out()).then(like(ItemLeft, item=ITEM, into="jones"))
    scenario.given(moved_in())
    scenario.when(paid_at_jones()).then_among(
        like(PlacedItemChanged, debtor=DEBTOR, open=eur("100.00"), reason="paid"),
        like(AgencyTold, kind="item_changed"),
    )


def promised_at_jones() -> Heard:
    fact = PromiseMade(
        promise="promise-2", case="case-2", creditor=CREDITOR, debtor="jones", items=(ITEM,),
        amount=eur("120.00"), pay_by_on=date(2026, 4, 9), judged_from_on=date(2026, 4, 13),
        made_on=date(2026, 4, 2), noted_by="paula",
    )  # fmt: skip
    return heard("dunning", JONES, path_of(TENANT, "promise", "promise-2"), fact)


def kept_at_jones(promise: str) -> Heard:
    fact = PromiseKept(
        promise=promise, case="case-2", creditor=CREDITOR, debtor="jones", paid=eur("120.00")
    )
    return heard("dunning", JONES, path_of(TENANT, "promise", promise), fact)


def _with_the_agency() -> Scenario:
    return _both().given(proposed("F-17"), a_request(placement=PLACEMENT), the_offer(), accepted())


def test_an_agency_is_told_at_the_old_key_what_is_promised_at_the_new_one() -> None:
    scenario = _with_the_agency().given(moved_out(), moved_in())
    scenario.when(promised_at_jones()).then_among(
        like(PromiseNoted, debtor="jones", items=(ITEM,), standing="open"),
        like(PromiseNoted, debtor=DEBTOR, items=(ITEM,), standing="open"),
        like(AgencyTold, kind="promise_made"),
    )
    scenario.when(kept_at_jones("promise-2")).then_among(
        like(PromiseNoted, debtor="jones", standing="kept"),
        like(PromiseNoted, debtor=DEBTOR, standing="kept"),
        like(AgencyTold, kind="promise_ended"),
    )


def test_an_agency_is_told_how_a_promise_ended_that_moved_with_its_debtor() -> None:
    stream = path_of(TENANT, "promise", "promise-1")
    left = PromiseLeft(
        promise="promise-1", case="case-1", creditor=CREDITOR, debtor=DEBTOR, into="jones"
    )
    adopted = PromiseAdopted(
        promise="promise-1", case="case-2", creditor=CREDITOR, debtor="jones", came_from=DEBTOR,
        items=(ITEM,), amount=eur("120.00"), judged_from_on=date(2026, 4, 13), standing="open",
    )  # fmt: skip
    scenario = _with_the_agency().given(
        promised(), heard("dunning", path_of(TENANT, "debtor", DEBTOR), stream, left),
        moved_out(), moved_in(), heard("dunning", JONES, stream, adopted),
    )  # fmt: skip
    scenario.when(kept_at_jones("promise-1")).then_among(
        like(PromiseNoted, debtor="jones", standing="kept"),
        like(AgencyTold, kind="promise_ended"),
    )


def test_it_is_placed_from_where_it_is_once_what_it_has_had_is_known() -> None:
    scenario = _both().given(moved_out())
    scenario.when(moved_in()).then_among(like(ItemCame, debtor="jones", formerly=(DEBTOR,)))
    scenario.when(a_request("F-17")).then_refused(NothingToPlace)
    scenario.when(_requested_at_jones()).then_refused(NothingToPlace)
    scenario.given(known_of())
    scenario.when(_requested_at_jones()).then_among(like(PlacementRequested, debtor="jones"))


def test_what_is_contested_of_it_comes_along() -> None:
    dispute = DisputeCarried(dispute="d1", amount=None, due_on=None, resolution=None)
    scenario = _both().given(moved_out(), moved_in())
    scenario.when(known_of(disputes=(dispute,))).then_among(
        like(DisputeNoted, debtor="jones", dispute="d1", waits=True)
    )


def test_what_somebody_withheld_of_it_comes_along() -> None:
    scenario = _both().given(moved_out(), moved_in())
    scenario.when(known_of(is_withheld=True)).then_among(
        like(WithholdingNoted, debtor="jones", is_withheld=True, until_on=None)
    )
    scenario.when(known_of()).then_among(like(BaggageNoted))  # nothing is said of it
    scenario.when(known_of(is_withheld=False)).then_among(
        like(WithholdingNoted, debtor="jones", is_withheld=False)
    )


def test_what_is_out_for_the_old_debtor_is_not_placed_again_for_the_new_one() -> None:
    out = PlacementCarried(placement="p1", is_out=True)
    scenario = _both().given(moved_out(), moved_in(), known_of(placements=(out,)))
    scenario.when(_requested_at_jones()).then_refused(NothingToPlace)
