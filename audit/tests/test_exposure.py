"""What a debtor owes is told apart: not due, overdue, in dispute."""

from audit.exposure import Owes, exposures
from audit.summing import ledger_of
from audit.tests.building import TENANT, Log, a_life

ONE, TWO = ("debtor-C-1", "EUR"), ("debtor-C-2", "EUR")


def owed(log: Log, today: str = "2026-02-05") -> object:
    return exposures(ledger_of(log.facts, TENANT), log.facts, TENANT, today)


def disputed(log: Log, *, amount: str | None, refused: bool = False) -> Log:
    fields = {"dispute": "x", "item": "F-2"}
    log.say("dispute_opened", "item/F-2", service="dunning", **fields, amount=amount)
    resolution = "refused" if refused else "credit_note_expected"
    log.say("dispute_resolved", "item/F-2", service="dunning", **fields, resolution=resolution)
    return log


def test_what_is_due_today_is_not_overdue() -> None:
    assert owed(a_life(), "2026-02-04") == {ONE: Owes(not_due=10000), TWO: Owes(not_due=10000)}
    assert owed(a_life()) == {ONE: Owes(overdue=10000), TWO: Owes(overdue=10000)}


def test_what_is_paid_is_owed_no_more() -> None:
    log = a_life()
    log.applied("p1", "F-1", "C-1", "100.00 EUR")
    assert owed(log) == {TWO: Owes(overdue=10000)}


def test_a_dispute_counts_until_it_is_refused() -> None:
    whole = owed(disputed(a_life(), amount=None))
    assert whole == {ONE: Owes(overdue=10000), TWO: Owes(disputed=10000)}
    part = owed(disputed(a_life(), amount="30.00 EUR"))
    assert part == {ONE: Owes(overdue=10000), TWO: Owes(overdue=7000, disputed=3000)}
    refused = owed(disputed(a_life(), amount=None, refused=True))
    assert refused == {ONE: Owes(overdue=10000), TWO: Owes(overdue=10000)}
