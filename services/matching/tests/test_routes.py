"""Which way a payment goes to an item that moved with its debtor."""

from libs.events.contracts.matching import PaymentIdentified, PaymentSuggested, ShareIntent
from libs.events.contracts.model import Command
from libs.events.loop.decider import Send
from libs.testkit.scenarios import Scenario, Told, happened, like
from services.matching.domain.commands import Search, Suspect, Unsuspect
from services.matching.tests.building import (
    CREDITOR,
    a_merge,
    a_payment,
    an_invoice,
    applied,
    eur,
    key,
    matching,
    on_account,
    share_id,
)


def test_what_is_said_of_an_item_goes_by_the_route_of_the_first_suspicion() -> None:
    """Lifted by the old address and raised by the new one, it would be raised first, and lifted."""
    share = ShareIntent(
        share=share_id("p1"), debtor="jones", amount=eur("10.00"), evidence="person"
    )
    used = PaymentIdentified(
        payment="p1",
        creditor=CREDITOR,
        shares=(share,),
        rule="person",
        candidates_count=1,
        decided_by="paula",
        free=eur("30.00"),
    )
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"),
        a_payment("p1", "40.00", text="F-2026-17"),
        a_merge("smith", "jones"),
        happened(key("payment", "p1"), key("payment", "p1"), used),
    )
    search = Search(payment="p1", mode="suggest", debtors=("jones",), is_second=True)
    scenario.when(Told(key("payment", "p1"), search, from_edge=False))
    scenario.then_among(like(PaymentSuggested, payment="p1"))
    assert _sent_to(scenario, Suspect) == [key("debtor", "smith")]
    scenario.when(applied("p1", on_account("jones", "30.00")))
    assert _sent_to(scenario, Unsuspect) == [key("debtor", "smith")]


def _sent_to(scenario: Scenario, command: type[Command]) -> list[str]:
    return [
        one.key
        for one in scenario.sent
        if isinstance(one, Send) and isinstance(one.command, command)
    ]
