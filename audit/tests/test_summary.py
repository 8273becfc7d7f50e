"""The auditor agrees with a ledger that is right, and finds each kind of mistake in one."""

from dataclasses import replace

import pytest

from audit.parties import parties_of
from audit.scoring import Result, judge
from audit.summary import Money, Owing, Summary, summarised
from audit.summing import ledger_of
from audit.tests.building import IBAN, TENANT, Log, a_life, an_entry, its_truth
from audit.text import as_text
from audit.truth import TrueDocument, Truth


def settled_life() -> Log:
    log = a_life()
    log.applied("p1", "F-1", "C-1", "100.00 EUR")
    return log


def audited(log: Log, truth: Truth | None = None) -> Summary:
    return summarised(log.facts, TENANT, truth or its_truth())


def what_differs(summary: Summary) -> set[tuple[str, str]]:
    return {(difference.where, difference.stream) for difference in summary.differences}


def test_a_ledger_that_is_right_agrees_in_every_figure() -> None:
    summary = audited(settled_life())

    assert summary.agrees
    assert summary.cents_unaccounted == 0
    assert summary.invoices == Money(2, 20000)
    assert summary.applied == Money(1, 10000)
    assert summary.set_aside == Money(1, -3000)
    assert summary.owing == (Owing("C-2", "Fleurs Barbier SAS", 10000),)
    assert summary.known is not None
    assert (summary.known.certain, summary.known.exact, summary.known.wrong) == (1, 1, 0)


def test_a_certain_payment_applied_to_another_invoice_is_found() -> None:
    log = a_life()
    log.applied("p1", "F-2", "C-2", "100.00 EUR")

    summary = audited(log)

    assert {where for where, _ in what_differs(summary)} == {"certain payment applied wrongly"}
    assert summary.known is not None
    assert summary.known.wrong == 1


def test_one_that_could_not_be_known_may_go_elsewhere_but_is_not_exact() -> None:
    log = a_life()
    log.applied("p1", "F-2", "C-2", "100.00 EUR")
    unsure = (an_entry(10000, "R0", {"F-1": 10000}, certain=False), an_entry(-3000, "", {}))

    summary = audited(log, its_truth(entries=unsure))

    assert summary.agrees
    assert summary.known is not None
    assert summary.known.certain == 0


def test_what_only_the_order_lets_know_counts_when_fed_in_that_order() -> None:
    log = a_life()
    log.applied("p1", "F-2", "C-2", "100.00 EUR")
    ordered = (
        an_entry(10000, "R0", {"F-1": 10000}, certain="order-dependent"),
        an_entry(-3000, "", {}),
    )
    truth = its_truth(entries=ordered)

    assert summarised(log.facts, TENANT, truth, day_by_day=False).agrees
    assert not summarised(log.facts, TENANT, truth, day_by_day=True).agrees


def test_an_entry_that_is_not_booked_is_found_and_so_is_its_money() -> None:
    log = settled_life()
    log.facts = [fact for fact in log.facts if fact.name != "entry_set_aside"]

    summary = audited(log)

    assert ("cash of account", "account-1") in what_differs(summary)
    assert ("times an entry is booked", "statement-1#1") in what_differs(summary)
    assert "bank entry is not booked" in {where for where, _ in what_differs(summary)}


def test_an_entry_booked_twice_is_found() -> None:
    log = settled_life()
    log.set_aside("-30.00 EUR", 1)

    found = what_differs(audited(log))

    assert ("times an entry is booked", "statement-1#1") in found
    assert "booked, but no entry of the bank" in {where for where, _ in found}


def test_a_share_in_flight_is_found() -> None:
    log = a_life()
    log.identified("p1", "F-1", "C-1", "100.00 EUR")

    assert ("payment", "p1") in what_differs(audited(log))


def test_a_share_that_no_payment_sent_is_found() -> None:
    log = settled_life()
    log.booked("stray", "C-2", "5.00 EUR")

    assert ("share of no payment", "stray") in what_differs(audited(log))


def test_an_item_that_says_another_open_amount_than_its_allocations_is_found() -> None:
    log = a_life()
    share = log.identified("p1", "F-1", "C-1", "100.00 EUR")
    log.booked(share, "C-1", "100.00 EUR")
    log.allocated(share, "F-1", "90.00 EUR")
    log.settled("F-1")

    assert ("open amount of item", "F-1") in what_differs(audited(log))


def test_a_closing_balance_that_is_not_ours_is_found() -> None:
    summary = audited(settled_life(), its_truth(closing={IBAN: 8001}))

    assert what_differs(summary) == {("cash of account", "account-1")}
    assert summary.cents_unaccounted == 1


def test_a_version_left_out_is_found() -> None:
    log = settled_life()
    place = next(n for n, fact in enumerate(log.facts) if fact.name == "payment_identified")
    log.facts[place] = replace(log.facts[place], version=5)

    assert ("version of stream", "demo/payment/p1") in what_differs(audited(log))


def test_an_event_that_cannot_follow_is_found_and_does_not_stop_the_audit() -> None:
    log = settled_life()
    log.settled("F-9")
    log.booked("p1-to-F-1", "C-1", "100.00 EUR")

    found = [where for where, _ in what_differs(audited(log))]

    assert any("item_settled speaks of 'F-9'" in where for where in found)
    assert any("p1-to-F-1 is booked twice" in where for where in found)


@pytest.mark.parametrize(
    ("invoices", "expected"),
    [
        ({"F-1": TrueDocument("C-1", 10000)}, ("amount of invoice", "F-2")),
        (
            {"F-1": TrueDocument("C-1", 10000), "F-2": TrueDocument("C-2", 9900)},
            ("amount of invoice", "F-2"),
        ),
        (
            {"F-1": TrueDocument("C-1", 10000), "F-2": TrueDocument("C-3", 10000)},
            ("debtor of invoice", "F-2 of C-3, booked under C-2"),
        ),
    ],
)
def test_an_invoice_that_is_not_what_was_sent_is_found(
    invoices: dict[str, TrueDocument], expected: tuple[str, str]
) -> None:
    assert expected in what_differs(audited(settled_life(), its_truth(invoices=invoices)))


def test_a_debt_that_is_not_what_was_invoiced_less_what_was_applied_is_found() -> None:
    log = settled_life()
    log.say(
        "credit_booked", "credit/k", credit="k", debtor="debtor-C-2", amount="7.00 EUR", number="K"
    )

    found = what_differs(audited(log))

    assert found == {("amount of credit note", "K"), ("debt of customer", "C-2")}


def test_twins_may_be_exchanged_but_each_is_taken_once() -> None:
    log = a_life()
    log.payment("p2", "100.00 EUR", 0)  # the same day, amount and reference
    log.applied("p2", "F-1", "C-1", "100.00 EUR")
    log.applied("p1", "F-2", "C-2", "100.00 EUR")
    truth = its_truth(
        entries=(
            an_entry(10000, "R0", {"F-1": 10000}),
            an_entry(10000, "R0", {"F-2": 10000}),
            an_entry(-3000, "", {}),
        )
    )
    ledger, parties = ledger_of(log.facts, TENANT), parties_of(log.facts, TENANT)

    judgement = judge(truth, ledger, parties, day_by_day=False)

    assert [one.result for one in judgement.judged] == [Result.EXACT] * 3
    assert judgement.unknown == ()


def test_a_part_of_one_invoice_may_lie_on_account() -> None:
    log = a_life()
    share = log.identified("p1", "F-1", "C-1", "100.00 EUR")
    log.booked(share, "C-1", "100.00 EUR")
    log.allocated(share, "F-1", "60.00 EUR")
    log.say("item_reduced", "item/F-1", item="F-1", open="40.00 EUR")

    summary = audited(log)

    assert summary.agrees
    assert summary.known is not None
    assert summary.known.exact == 1


def test_a_payment_that_came_back_holds_nothing_any_more() -> None:
    log = a_life()
    log.say("payment_returned", "payment/p1", payment="p1", by_return="r1")
    truth = its_truth(
        entries=(an_entry(10000, "R0", {"F-1": 10000}, returned=True), an_entry(-3000, "", {}))
    )

    summary = audited(log, truth)

    assert summary.agrees
    assert summary.returned == Money(1, 10000)


def test_another_tenant_s_facts_do_not_count() -> None:
    log = settled_life()
    strangers = [
        replace(fact, tenant="other", stream=f"other/{n}", version=1)
        for n, fact in enumerate(log.facts)
    ]

    assert summarised([*log.facts, *strangers], TENANT, its_truth()).agrees


def test_without_a_truth_the_sums_alone_are_told() -> None:
    summary = summarised(settled_life().facts, TENANT, None)

    assert summary.agrees
    assert summary.known is None


def test_the_text_names_what_differs() -> None:
    text = as_text(audited(settled_life(), its_truth(closing={IBAN: 8001})))

    assert "DIFFERS cash of account: account-1: expected 80.01 EUR, found 80.00 EUR" in text
    assert "C-2 Fleurs Barbier SAS" in text
    assert text.splitlines()[0].split() == ["invoices", "in", "2", "200.00", "EUR"]
