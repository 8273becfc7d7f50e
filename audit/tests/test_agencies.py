"""What agencies report is held against the ledger, and each kind of mistake is found."""

from typing import Any

from audit.agencies import HandedOver
from audit.summary import Money, Summary, summarised
from audit.tests.building import CREDITOR, TENANT, Log, a_life

AGENCY = "agency-1"
CASE = {"placement": "placement-1", "agency": AGENCY, "creditor": CREDITOR, "debtor": "debtor-C-1"}


def reported(log: Log, recovery: str, amount: str, fee: str) -> None:
    items = [{"item": "F-1", "amount": amount}]
    fields: dict[str, Any] = {
        **CASE,
        "recovery": recovery,
        "items": items,
        "amount": amount,
        "fee": fee,
    }
    log.say("recovery_reported", "placement/placement-1", service="handoff", **fields)


def collected(log: Log, recovery: str, amount: str) -> None:
    """It is a payment of the debtor's, and settles the item."""
    log.say(
        "collection_received",
        f"payment/{recovery}",
        **CASE,
        payment=recovery,
        amount=amount,
        received_on="2026-02-10",
    )
    log.applied(recovery, "F-1", "C-1", amount)


def remitted(log: Log, recoveries: tuple[str, ...], gross: str, fees: str, net: str) -> None:
    parts = [{"recovery": one, "placement": "placement-1"} for one in recoveries]
    said: dict[str, Any] = {"remittance": "rem-1", "agency": AGENCY, "recoveries": parts}
    sums = {"gross": gross, "fees": fees, "net": net}
    log.say("remittance_reported", "remittance/rem-1", service="handoff", **said, **sums)


def settled(log: Log, amount: str, fees: str) -> None:
    said = {"remittance": "rem-1", "agency": AGENCY, "creditor": CREDITOR, "payment": "p1"}
    log.say("remittance_paid", "payment/p1", **said, amount=amount, free="0.00 EUR")
    log.say("remittance_settled", "remittance/rem-1", **said, amount=amount, fees=fees)


def a_recovered_case() -> Log:
    log = a_life()
    for name in ("placement_offered", "placement_accepted", "action_reported"):
        log.say(name, "placement/placement-1", service="handoff", **CASE)
    reported(log, "r1", "100.00 EUR", "15.00 EUR")
    return log


def audited(log: Log) -> Summary:
    return summarised(log.facts, TENANT, None)


def what_differs(log: Log) -> set[tuple[str, int, int]]:
    return {(one.where, one.expected, one.found) for one in audited(log).differences}


def test_a_case_that_was_recovered_agrees_in_every_figure() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")
    log.say("placement_closed", "placement/placement-1", service="handoff", **CASE)

    summary = audited(log)

    assert summary.agrees
    assert summary.handed_over == HandedOver(
        offered=1,
        accepted=1,
        actions=1,
        closed=1,
        recoveries=1,
        recovered=10_000,
        remittances=0,
        remitted=0,
        fees=0,
        clearing=10_000,
    )


def test_what_an_agency_has_is_no_payment_at_a_bank() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")

    assert audited(log).applied == Money(0, 0)


def test_a_transfer_net_of_fees_settles_the_clearing_account() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")
    remitted(log, ("r1",), "100.00 EUR", "15.00 EUR", "85.00 EUR")
    settled(log, "85.00 EUR", "15.00 EUR")

    cases = audited(log).handed_over

    assert (cases.remitted, cases.fees, cases.clearing) == (8_500, 1_500, 0)


def test_a_recovery_that_the_ledger_does_not_have_is_found() -> None:
    assert ("recovery", 10_000, 0) in what_differs(a_recovered_case())


def test_a_recovery_that_the_ledger_has_twice_is_found() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")
    log.say("collection_received", "payment/r1", **CASE, payment="r1", amount="100.00 EUR",
            received_on="2026-02-10")  # fmt: skip

    assert ("recovery", 10_000, 20_000) in what_differs(log)


def test_a_recovery_that_nobody_reported_is_found() -> None:
    log = a_life()
    collected(log, "r1", "100.00 EUR")

    assert ("recovery", 0, 10_000) in what_differs(log)


def test_a_transfer_of_another_amount_than_what_is_owed_is_found() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")
    remitted(log, ("r1",), "100.00 EUR", "15.00 EUR", "85.00 EUR")
    settled(log, "80.00 EUR", "15.00 EUR")

    found = what_differs(log)

    assert ("money of remittance", 8_500, 8_000) in found
    assert ("clearing account", 0, 500) in found


def test_a_recovery_in_a_remittance_twice_is_found() -> None:
    log = a_recovered_case()
    collected(log, "r1", "100.00 EUR")
    remitted(log, ("r1", "r1"), "200.00 EUR", "30.00 EUR", "170.00 EUR")

    assert ("times a recovery is remitted", 1, 2) in what_differs(log)
