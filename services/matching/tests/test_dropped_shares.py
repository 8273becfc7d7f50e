"""Shares that a person drops on their way: the money goes back, and is searched again."""

from dataclasses import dataclass
from datetime import date

from libs.events.contracts.matching import (
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentSuggested,
    SettlementSuspected,
    ShareBooked,
    ShareBounced,
    ShareReleased,
)
from libs.events.loop.decider import Decision, Found, Message, States
from libs.events.loop.dropping import terms_of
from libs.testkit.scenarios import Scenarios, like, told
from services.matching.domain.commands import BookShare, TakeBackShare
from services.matching.handlers.decider import MatchingDecider
from services.matching.tests.building import (
    IDS,
    a_payment,
    an_invoice,
    eur,
    item_id,
    key,
    share_id,
)

RF = "RF18539007547034"


@dataclass
class Dropping(MatchingDecider):
    """A person drops so many shares on their way."""

    left: int

    def __post_init__(self) -> None:
        super().__init__(IDS)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, BookShare) and self.left:
            self.left -= 1
            return self.compensate(message, states, found)
        return super().decide(message, states, found)


def test_a_share_is_what_can_be_dropped_and_what_asks_it_back_is_not() -> None:
    terms = terms_of(MatchingDecider(IDS))
    assert terms.compensations.keys() == {BookShare.TYPE}
    assert TakeBackShare.TYPE not in terms.compensations


def test_a_dropped_share_goes_back_whatever_spoke_for_it_and_is_searched_again() -> None:
    (
        Scenarios(Dropping(left=1))
        .given(an_invoice("F-2026-17", "48.00", reference=RF))
        .when(a_payment("p1", "48.00", reference=RF))
        .then(
            like(PaymentReceived, payment="p1"),
            like(PaymentIdentified, free=eur("0.00")),
            like(ShareBounced, share=share_id("p1"), amount=eur("48.00")),
            like(ShareReleased, share=share_id("p1"), reason="bounced"),
            like(PaymentIdentified, free=eur("0.00")),
            like(ShareBooked, evidence="reference", amount=eur("48.00")),
            like(PaymentAllocated, on_account=eur("0.00")),
            like(ItemSettled, item=item_id("F-2026-17")),
        )
    )


def test_dropped_a_second_time_the_money_is_only_suggested_and_holds_its_item() -> None:
    (
        Scenarios(Dropping(left=2))
        .given(an_invoice("F-2026-17", "48.00", reference=RF))
        .when(a_payment("p1", "48.00", reference=RF))
        .then_among(
            like(PaymentSuggested, payment="p1", free=eur("48.00")),
            like(SettlementSuspected, item=item_id("F-2026-17"), by="p1"),
        )
    )


def test_a_share_that_was_booked_before_is_dropped_without_a_word() -> None:
    booked = BookShare(
        share=share_id("p1"),
        payment="p1",
        creditor="creditor-1",
        debtor="smith",
        item=item_id("F-2026-17"),
        amount=eur("48.00"),
        evidence="reference",
        booked_on=date(2026, 3, 3),
    )
    decider = Dropping(left=0)
    scenario = Scenarios(decider).given(
        an_invoice("F-2026-17", "48.00", reference=RF),
        a_payment("p1", "48.00", reference=RF),
    )
    decider.left = 1
    scenario.when(told(key("debtor", "smith"), booked)).then_nothing()
    assert decider.left == 0
