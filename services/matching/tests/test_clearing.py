"""An agency's clearing account: a recovery debits it, the remittance settles it to the cent."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from libs.events.contracts.handoff import (
    RecoveredItem,
    RecoveryReported,
    RemittanceReported,
    RemittedRecovery,
)
from libs.events.contracts.legs import legs
from libs.events.contracts.matching import (
    CollectionReceived,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentReturned,
    PaymentUnidentified,
    RemittanceBounced,
    RemittanceExpected,
    RemittancePaid,
    RemittanceReopened,
    RemittanceReturned,
    RemittanceSettled,
    SettlementSuspected,
    ShareBooked,
    SuspicionLifted,
)
from libs.testkit.scenarios import Happened, Heard, Scenario, Told, heard, like
from services.matching.domain.clearing.commands import BookRemittance, ReleaseRemittance
from services.matching.tests.building import (
    CREDITOR,
    a_payment,
    a_return,
    an_invoice,
    eur,
    item_id,
    key,
    matching,
    undone,
)

AGENCY = "agency-1"
REFERENCE = "REM-2026-0042"


def recovered(recovery: str, number: str, amount: str, fee: str) -> Heard:
    event = RecoveryReported(
        recovery=recovery,
        placement="placement-1",
        agency=AGENCY,
        creditor=CREDITOR,
        debtor="smith",
        items=(RecoveredItem(item=item_id(number), amount=eur(amount)),),
        amount=eur(amount),
        fee=eur(fee),
        received_on=date(2026, 4, 8),
        reported_by="anton",
    )
    return heard("handoff", key("debtor", "smith"), key("placement", "placement-1"), event)


def remitted(*recoveries: tuple[str, str, str], reference: str = REFERENCE) -> Heard:
    """Recovery, gross, fee of each."""
    lines = tuple(
        RemittedRecovery(recovery=name, placement="placement-1", gross=eur(gross), fee=eur(fee))
        for name, gross, fee in recoveries
    )
    gross = sum((one.gross.amount for one in lines), Decimal(0))
    fees = sum((one.fee.amount for one in lines), Decimal(0))
    event = RemittanceReported(
        remittance="remittance-1",
        agency=AGENCY,
        creditor=CREDITOR,
        reference=reference,
        recoveries=lines,
        gross=eur(f"{gross:.2f}"),
        fees=eur(f"{fees:.2f}"),
        net=eur(f"{gross - fees:.2f}"),
        remitted_on=date(2026, 4, 30),
        reported_by="anton",
    )
    return heard("handoff", key("agency", AGENCY), key("remittance", "remittance-1"), event)


ALL = (("r1", "33.30", "5.00"), ("r2", "50.00", "7.50"))
"""83.30 less 12.50 is 70.80."""


def two_recoveries(books: "Ledger") -> None:
    books.take(an_invoice("F-2026-17", "33.30"), an_invoice("F-2026-18", "80.00"))
    books.take(recovered("r1", "F-2026-17", "33.30", "5.00"))
    books.take(recovered("r2", "F-2026-18", "50.00", "7.50"))


class Ledger:
    """A scenario, and what stands on each account by the legs of all that was recorded."""

    def __init__(self) -> None:
        self.scenario: Scenario = matching.given()
        self.balances: dict[str, Decimal] = defaultdict(Decimal)

    def take(self, *inputs: object) -> Scenario:
        for one in inputs:
            self.scenario.when(one)  # type: ignore[arg-type]  # told or heard, as they come
            for record in self.scenario.recorded:
                for leg in legs(record.event):
                    self.balances[leg.account] += leg.amount.amount
        return self.scenario

    def on(self, account: str) -> Decimal:
        return self.balances[account]


def test_a_recovery_reduces_the_debt_through_the_agencys_clearing_account() -> None:
    books = Ledger()
    books.take(an_invoice("F-2026-17", "120.00"))
    books.take(recovered("r1", "F-2026-17", "100.00", "15.00")).then(
        like(CollectionReceived, payment="r1", agency=AGENCY, amount=eur("100.00")),
        like(PaymentIdentified, rule="reported_by_agency", decided_by=AGENCY),
        like(ShareBooked, debtor="smith", amount=eur("100.00")),
        like(PaymentAllocated, amount=eur("100.00")),
        like(ItemReduced, open=eur("20.00"), payment="r1"),
    )
    books.take(recovered("r1", "F-2026-17", "100.00", "15.00")).then_nothing()
    assert books.on(f"clearing/{AGENCY}") == Decimal("100.00")
    assert books.on(f"item/{item_id('F-2026-17')}") == Decimal("20.00")


def test_a_remittance_of_many_cases_settles_the_account_to_the_cent() -> None:
    books = Ledger()
    two_recoveries(books)
    assert books.on(f"clearing/{AGENCY}") == Decimal("83.30")
    books.take(remitted(*ALL)).then(like(RemittanceExpected, reference=REFERENCE, net=eur("70.80")))
    books.take(a_payment("p1", "70.80", text=f"afrekening {REFERENCE}")).then(
        like(PaymentReceived, payment="p1"),
        like(RemittancePaid, remittance="remittance-1", amount=eur("70.80"), free=eur("0.00")),
        like(RemittanceSettled, payment="p1", amount=eur("70.80"), fees=eur("12.50")),
    )
    assert books.on(f"clearing/{AGENCY}") == 0
    assert books.on(f"fees/{AGENCY}") == Decimal("12.50")
    assert sum(books.balances.values()) == 0
    assert not [name for name, amount in books.balances.items() if "transit/" in name and amount]


def test_the_bank_may_be_quicker_than_the_report() -> None:
    books = Ledger()
    two_recoveries(books)
    books.take(a_payment("p1", "70.80", text=REFERENCE)).then_among(like(PaymentUnidentified))
    books.take(remitted(*ALL)).then_among(
        like(RemittancePaid, payment="p1"), like(RemittanceSettled)
    )
    assert books.on(f"clearing/{AGENCY}") == 0


def test_another_amount_or_another_reference_is_nobodys_remittance() -> None:
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL))
    for name, amount, text in (("p1", "70.79", REFERENCE), ("p2", "70.80", "REM-2026-0043")):
        scenario = books.take(a_payment(name, amount, text=text))
        assert not [one for one in scenario.recorded if isinstance(one.event, RemittancePaid)]
    assert books.on(f"clearing/{AGENCY}") == Decimal("83.30")


def test_a_remittance_is_settled_by_one_payment() -> None:
    """The second one is the agency's mistake: its money is free, and a person looks at it."""
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL))
    books.take(a_payment("p1", "70.80", text=REFERENCE))
    scenario = books.take(a_payment("p2", "70.80", text=REFERENCE))
    kinds = [type(one.event) for one in scenario.recorded]
    assert RemittancePaid not in kinds, "it is expected no more"
    assert books.on(f"clearing/{AGENCY}") == 0
    assert books.on("payment/p2") == Decimal("-70.80")


def test_two_payments_at_once_settle_it_once() -> None:
    """Both had found it before either was booked: the second goes back to its payment."""

    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL), a_payment("p1", "70.80", text=REFERENCE))
    late = BookRemittance(
        remittance="remittance-1", agency=AGENCY, payment="p1", amount=eur("70.80")
    )
    books.take(Told(key("agency", AGENCY), late, from_edge=False)).then_nothing()
    other = late.model_copy(update={"payment": "p2"})
    books.take(Told(key("agency", AGENCY), other, from_edge=False)).then_among(
        like(RemittanceBounced, payment="p2")
    )


def test_a_recovery_that_a_person_undoes_opens_the_item_again() -> None:
    books = Ledger()
    books.take(an_invoice("F-2026-17", "120.00"), recovered("r1", "F-2026-17", "120.00", "18.00"))
    books.take(undone("r1")).then_among(like(ItemReopened, open=eur("120.00")))
    assert books.on(f"clearing/{AGENCY}") == Decimal("120.00")
    assert sum(books.balances.values()) == 0


def test_what_was_paid_to_the_creditor_meanwhile_lies_on_account() -> None:
    books = Ledger()
    books.take(an_invoice("F-2026-17", "120.00"))
    books.take(a_payment("p1", "120.00", text="F-2026-17")).then_among(like(ItemSettled))
    books.take(recovered("r1", "F-2026-17", "120.00", "18.00")).then_among(like(ShareBooked))
    assert books.on("account/smith") == Decimal("-120.00")


def a_transfer(payment: str = "p1") -> Told:
    return a_payment(payment, "70.80", text=f"afrekening {REFERENCE}", bank=f"bank-{payment}")


def taken_back(payment: str = "p1") -> Told:
    return a_return(f"return-of-{payment}", "70.80", bank=f"bank-{payment}")


def all_is_out_of_transit(books: Ledger) -> bool:
    left = {name: amount for name, amount in books.balances.items() if amount}
    return not [name for name in left if name.startswith(("transit/", "return/"))]


def test_a_transfer_that_the_bank_takes_back_is_owed_again() -> None:
    """Fees and all; a new transfer with the same reference settles it."""
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL), a_transfer())
    books.take(taken_back()).then_among(
        like(PaymentReturned, payment="p1", free=eur("0.00")),
        like(RemittanceReopened, remittance="remittance-1", payment="p1", fees=eur("12.50")),
        like(RemittanceReturned, payment="p1", amount=eur("70.80")),
    )
    assert books.on(f"clearing/{AGENCY}") == Decimal("83.30")
    assert books.on(f"fees/{AGENCY}") == 0
    assert all_is_out_of_transit(books)
    books.take(a_transfer("p2")).then_among(like(RemittanceSettled, payment="p2"))
    assert books.on(f"clearing/{AGENCY}") == 0
    assert all_is_out_of_transit(books)


def test_a_transfer_that_came_second_settles_it_when_the_first_is_taken_back() -> None:
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL), a_transfer(), a_transfer("p2"))
    books.take(taken_back()).then_among(like(RemittanceSettled, payment="p2"))
    assert books.on(f"clearing/{AGENCY}") == 0
    assert all_is_out_of_transit(books)


def test_a_return_that_is_booked_before_its_transfer_finds_it() -> None:
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL), taken_back(), a_transfer())
    assert books.on(f"clearing/{AGENCY}") == Decimal("83.30")
    assert all_is_out_of_transit(books)


def test_one_that_bounced_and_is_taken_back_goes_to_the_bank() -> None:
    """It is on its way back from the agency's account when the bank takes it."""
    books = Ledger()
    two_recoveries(books)
    books.take(remitted(*ALL), a_transfer(), a_transfer("p2"))
    paid = RemittancePaid(
        payment="p2", remittance="remittance-1", agency=AGENCY, creditor=CREDITOR,
        amount=eur("70.80"), free=eur("0.00"),
    )  # fmt: skip
    books.scenario.given(Happened(key("payment", "p2"), key("payment", "p2"), paid))
    books.take(taken_back("p2"))
    late = ReleaseRemittance(payment="p2", remittance="remittance-1")
    books.take(Told(key("payment", "p2"), late, from_edge=False)).then_among(
        like(RemittanceReturned, payment="p2")
    )


def test_what_was_suspected_of_a_transfer_is_suspected_no_more() -> None:
    """The bank was quicker than the report, and the text names an item as well."""
    books = Ledger()
    two_recoveries(books)
    books.take(an_invoice("F-2026-19", "120.00"))
    books.take(a_payment("p1", "70.80", text=f"F-2026-19 {REFERENCE}")).then_among(
        like(SettlementSuspected, by="p1")
    )
    books.take(remitted(*ALL)).then_among(like(RemittancePaid), like(SuspicionLifted, by="p1"))
