"""Each outcome of a payment is explained in one sentence."""

import pytest

from libs.events.contracts.matching import (
    PaymentIdentified,
    PaymentReceived,
)
from libs.events.contracts.sampling import sample_of
from libs.testkit.scenarios import Heard, Told
from services.matching.domain.explain import Outcome, explain
from services.matching.domain.search.certain import AT_FIRST_SIGHT, CLOSER
from services.matching.tests.building import (
    a_payment,
    a_return,
    an_invoice,
    applied,
    matching,
    on_account,
    to_item,
)

RF = "RF18539007547034"
IBAN = "BE68539007547034"

INVOICES = (
    an_invoice("F-2026-17", "48.00", reference=RF, name="Smith"),
    an_invoice("F-2026-18", "100.00", name="Smith", customer="K12345"),
    an_invoice("F-2026-19", "230.00", name="Smith", customer="K12345"),
)


def told(*inputs: Heard | Told) -> str:
    """The sentence about the first outcome that the last of `inputs` led to."""
    scenario = matching.given(*inputs[:-1])
    received = {}
    for record in (*scenario.recorded, *scenario.when(inputs[-1]).recorded):
        if isinstance(record.event, PaymentReceived):
            received[record.event.payment] = record.event
    outcomes = [one.event for one in scenario.recorded if isinstance(one.event, Outcome)]
    return explain(received[outcomes[0].payment], outcomes[0])


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (
            a_payment("p1", "48.00", reference=RF),
            f"48.00 EUR on 3 March: its reference {RF} names invoice F-2026-17, which is open by"
            " exactly that; nothing is left over.",
        ),
        (
            a_payment("p1", "20.00", reference=RF),
            f"20.00 EUR on 3 March: its reference {RF} names invoice F-2026-17 and no other;"
            " nothing is left over.",
        ),
        (
            a_payment("p1", "148.00", text="F-2026-17, F-2026-18"),
            "148.00 EUR on 3 March: its text names invoices F-2026-17 and F-2026-18, which are open"
            " by exactly that together; nothing is left over.",
        ),
        (
            a_payment("p1", "330.00", customer="K12345"),
            "330.00 EUR on 3 March: of the debtor whom its text names, invoices F-2026-18 and"
            " F-2026-19 alone make up exactly that; nothing is left over.",
        ),
        (
            a_payment("p1", "99.00", text="F-2026-18"),
            "99.00 EUR on 3 March could settle F-2026-18 (100.00 EUR open), which its text names;"
            " none of it is certain, so a person decides.",
        ),
        (
            a_payment("p1", "7.00", text="thank you"),
            "7.00 EUR on 3 March: nothing is known that it could settle.",
        ),
        (
            a_return("r1", "7.00", bank="B-1"),
            "7.00 EUR taken back by the bank on 10 March: the payment that it takes back is not"
            " known yet.",
        ),
    ],
)
def test_a_sentence_says_what_came_why_and_what_is_left(entry: Told, sentence: str) -> None:
    assert told(*INVOICES, entry) == sentence


def test_a_person_is_named_with_what_was_applied() -> None:
    assert told(
        *INVOICES,
        a_payment("p1", "60.00", text="thank you"),
        applied("p1", to_item("F-2026-17", "48.00"), on_account("smith", "2.00")),
    ) == (
        "60.00 EUR on 3 March: paula applied 48.00 EUR to invoice F-2026-17 and 2.00 EUR to the"
        " account of its debtor; 10.00 EUR is left over."
    )


RULES = sorted({rule.__name__ for rule in (*AT_FIRST_SIGHT, *CLOSER)})


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_sentence_of_its_own(rule: str) -> None:
    received = sample_of(PaymentReceived, full=True)
    identified = sample_of(PaymentIdentified, full=True)
    assert isinstance(received, PaymentReceived)
    assert isinstance(identified, PaymentIdentified)
    sentence = explain(received, identified.model_copy(update={"rule": rule}))
    assert "shares.number" in sentence
    assert rule not in sentence
