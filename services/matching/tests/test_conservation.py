"""Whatever happens in whatever order, money is where its legs say, and none is lost on the way."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from libs.events.contracts.legs import legs
from libs.events.loop.decider import Recorded
from libs.kernel.keys import identity_of, kind_of
from libs.testkit.scenarios import Heard, Scenario, Told
from services.matching.domain.items.state import CreditState, ItemState, ShareState
from services.matching.domain.payments.state import PaymentState
from services.matching.tests.building import (
    a_cancellation,
    a_credit_note,
    a_payment,
    a_return,
    an_invoice,
    applied,
    matching,
    on_account,
    to_item,
    undone,
)

NUMBERS = ("F-2026-17", "F-2026-18", "F-2026-19", "F-2026-20")
DEBTOR_OF = dict(zip(NUMBERS, ("smith", "smith", "jones", "smith"), strict=True))
AMOUNT_OF = dict(zip(NUMBERS, ("50.00", "30.00", "50.00", "20.00"), strict=True))
REFERENCES = ("RF18539007547034", "RF712348231", "", "")
PAYMENTS = ("p1", "p2", "p3", "p4")
AMOUNTS = ("50.00", "30.00", "80.00", "20.00", "100.00", "7.00")

numbers = st.sampled_from(NUMBERS)
payments = st.sampled_from(PAYMENTS)
amounts = st.sampled_from(AMOUNTS)


def _invoice(number: str) -> Heard:
    reference = REFERENCES[NUMBERS.index(number)]
    amount, debtor = AMOUNT_OF[number], DEBTOR_OF[number]
    return an_invoice(number, amount, debtor=debtor, reference=reference, customer="K12345")


def _payment(name: str, amount: str, number: str, said: str) -> Told:
    all_says: dict[str, dict[str, Any]] = {
        "reference": {"reference": REFERENCES[NUMBERS.index(number)] or ()},
        "text": {"text": number},
        "customer": {"customer": "K12345"},
        "nothing": {},
    }
    says = all_says[said]
    return a_payment(name, amount, payer="BE68539007547034", bank=f"B-{amount}", **says)


acts = st.one_of(
    st.builds(_invoice, numbers),
    st.builds(
        _payment,
        payments,
        amounts,
        numbers,
        st.sampled_from(("reference", "text", "customer", "nothing")),
    ),
    st.builds(
        lambda number, amount: a_credit_note(
            f"C-{number}-{amount}", amount, names=number, debtor=DEBTOR_OF[number]
        ),
        numbers,
        amounts,
    ),
    st.builds(lambda number: a_cancellation(number, debtor=DEBTOR_OF[number]), numbers),
    st.builds(
        lambda name, amount: a_return(name, amount, bank=f"B-{amount}"),
        st.sampled_from(("r1", "r2")),
        amounts,
    ),
    st.builds(
        lambda name, n, amount: applied(name, to_item(n, amount)), payments, numbers, amounts
    ),
    st.builds(lambda name, amount: applied(name, on_account("smith", amount)), payments, amounts),
    st.builds(undone, payments, st.integers(0, 3)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(acts, max_size=14))
def test_money_is_conserved_in_every_history(history: list[Heard | Told]) -> None:
    scenario, recorded = matching.given(), []
    for act in history:
        scenario.when(act)  # a refusal is an outcome like any other here
        recorded += scenario.recorded
    balances = _balances(recorded)
    assert not sum(balances.values())
    assert not any(amount for name, amount in balances.items() if name.startswith("transit/"))
    streams = {record.stream for record in recorded}
    _check_items(scenario, streams, balances)
    _check_payments(scenario, streams, balances)
    _check_on_account(scenario, streams, balances)


def _balances(recorded: list[Recorded]) -> dict[str, Decimal]:
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for record in recorded:
        for leg in legs(record.event):
            balances[leg.account] += leg.amount.amount
    return balances


def _states(scenario: Scenario, streams: set[str], kind: str) -> dict[str, Any]:
    return {identity_of(s): scenario.state(s) for s in streams if kind_of(s) == kind}


def _check_items(scenario: Scenario, streams: set[str], balances: dict[str, Decimal]) -> None:
    items: dict[str, ItemState] = _states(scenario, streams, "item")
    for name, item in items.items():
        assert balances[f"item/{name}"] == item.open.amount >= 0
        settled = sum((one.amount for one in item.sources.values()), Decimal(0))
        assert item.is_cancelled or item.amount.amount == item.open.amount + settled


def _check_payments(scenario: Scenario, streams: set[str], balances: dict[str, Decimal]) -> None:
    everything: dict[str, PaymentState] = _states(scenario, streams, "payment")
    for name, payment in everything.items():
        if payment.kind == "return":
            continue
        assert balances[f"payment/{name}"] == -payment.free.amount <= 0
        assert balances[f"return/{name}"] == 0
        shares = sum((one.amount.amount for one in payment.shares.values()), Decimal(0))
        assert payment.returned_by or payment.amount.amount == payment.free.amount + shares
        assert not (payment.returned_by and (shares or payment.free.amount))


def _check_on_account(scenario: Scenario, streams: set[str], balances: dict[str, Decimal]) -> None:
    shares: dict[str, ShareState] = _states(scenario, streams, "share")
    credits_: dict[str, CreditState] = _states(scenario, streams, "credit")
    lying: dict[str, Decimal] = defaultdict(Decimal)
    sources: list[ShareState | CreditState] = [*shares.values(), *credits_.values()]
    for source in sources:
        set_off = sum((one.amount for one in source.allocated.values()), Decimal(0))
        lying[source.debtor] += source.on_account.amount
        booked = isinstance(source, CreditState) or source.status == "booked"
        assert not booked or source.amount.amount == source.on_account.amount + set_off
    for debtor, amount in lying.items():
        assert balances[f"account/{debtor}"] == -amount
