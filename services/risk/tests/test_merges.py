"""A merged debtor owes nothing any more: what it owed, and contests, moves with its items."""

from libs.events.contracts.dunning import DisputeResolved
from libs.events.contracts.matching import (
    ItemForwarded,
    ItemMovedIn,
    ItemMovedOut,
    ItemNames,
)
from libs.events.contracts.risk import ContestNoted, ExposureChanged
from libs.testkit.scenarios import Heard, heard, like, told
from services.risk.domain.commands import AdoptContests, ContestCarried
from services.risk.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    an_item,
    disputed,
    eur,
    key,
    of_ledger,
    on,
    resolved,
    risk,
)


def moved_out(item: str, amount: str) -> Heard:
    fact = ItemMovedOut(item=item, creditor=CREDITOR, debtor=DEBTOR, into="jones", open=eur(amount))
    return of_ledger("item", item, fact)


def moved_in(item: str, amount: str) -> Heard:
    fact = ItemMovedIn(
        item=item, kind="invoice", creditor=CREDITOR, debtor="jones", came_from=DEBTOR,
        formerly=(DEBTOR,), number=item, amount=eur("120.00"), open=eur(amount),
        issued_on=on("2026-01-05"), due_on=on("2026-02-05"), names=ItemNames(),
    )  # fmt: skip
    return of_ledger("item", f"{item}~jones", fact, "jones")


def test_what_is_owed_moves_with_its_item() -> None:
    scenario = risk.given(a_creditor(), a_day("2026-03-02"), an_item("F-1", due="2026-02-05"))
    scenario.when(moved_out("F-1", "120.00")).then_among(
        like(ExposureChanged, debtor=DEBTOR, overdue=eur("0.00"))
    )
    scenario.when(moved_in("F-1", "120.00")).then_among(
        like(ExposureChanged, debtor="jones", overdue=eur("120.00"))
    )


def test_what_is_contested_comes_along_also_when_it_is_heard_late() -> None:
    scenario = risk.given(a_creditor(), a_day("2026-03-02"), an_item("F-1", due="2026-02-05"))
    scenario.given(disputed("F-1", "d1", amount="20.00"))
    scenario.when(moved_out("F-1", "120.00")).then_among(
        like(ContestNoted, debtor="jones", dispute="d1", amount=eur("20.00"))
    )
    scenario.when(moved_in("F-1", "120.00")).then_among(
        like(ExposureChanged, debtor="jones", overdue=eur("100.00"), disputed=eur("20.00"))
    )
    scenario.when(disputed("F-1", "d2", amount="30.00")).then_among(
        like(ExposureChanged, debtor="jones", overdue=eur("70.00"), disputed=eur("50.00"))
    )
    scenario.when(resolved("F-1", "d2", "refused")).then_among(
        like(ExposureChanged, debtor="jones", overdue=eur("100.00"), disputed=eur("20.00"))
    )


def test_what_is_contested_goes_on_from_a_debtor_that_the_item_only_passed_through() -> None:
    """Smith goes to Miller, who has gone to Jones; smith disputes it when it is at Jones."""
    passed = ItemForwarded(item="F-1", creditor=CREDITOR, debtor="miller", into="jones")
    carried = ContestCarried(dispute="d1", amount=eur("20.00"), resolution=None)
    of_smith = told(
        key("debtor", "miller"), AdoptContests(creditor=CREDITOR, item="F-1", contests=(carried,))
    )
    through = of_ledger("debtor", "miller", passed, "miller")
    for first, then in ((through, of_smith), (of_smith, through)):
        scenario = risk.given(a_creditor(), a_day("2026-03-02"), moved_in("F-1", "120.00"), first)
        scenario.when(then).then_among(
            like(ContestNoted, debtor="jones", dispute="d1", amount=eur("20.00")),
            like(ExposureChanged, debtor="jones", overdue=eur("100.00"), disputed=eur("20.00")),
        )
        scenario.when(through).then()
        assert scenario.state(key("item", "F-1~miller")).into == "jones"


def test_what_came_of_a_dispute_may_be_heard_before_of_what_part_it_was() -> None:
    """It was resolved where the item is now, while the partition that it left from lagged."""
    scenario = risk.given(a_creditor(), a_day("2026-03-02"), moved_in("F-1", "120.00"))
    valid = DisputeResolved(
        dispute="d1", item="F-1", case="case-2", creditor=CREDITOR, debtor="jones",
        resolution="valid", resolved_by="otto",
    )  # fmt: skip
    scenario.given(heard("dunning", key("debtor", "jones"), key("item", "F-1~jones"), valid))
    carried = ContestCarried(dispute="d1", amount=eur("20.00"), resolution=None)
    late = AdoptContests(creditor=CREDITOR, item="F-1", contests=(carried,))
    scenario.when(told(key("debtor", "jones"), late)).then_among(
        like(ContestNoted, dispute="d1", amount=eur("20.00"), resolution="valid"),
        like(ExposureChanged, debtor="jones", overdue=eur("100.00"), disputed=eur("20.00")),
    )
    scenario.when(told(key("debtor", "jones"), late)).then_nothing()
