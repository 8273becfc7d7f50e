"""The score: exact, wrong, suggested, by case; what is wrong is named."""

from datetime import date

from libs.kernel.money import Money
from libs.simulator.payments import Case
from libs.simulator.scoring import Outcome, Result, Shares, as_text, score
from libs.simulator.tests.lives import life
from libs.simulator.truth import Certain, PaymentKey, TruePart, TruePayment, Truth

DAY = date(2026, 1, 5)


def _eur(text: str) -> Money:
    return Money.of(text, "EUR")


def _key(amount: str, reference: str = "B1", nth: int = 1) -> PaymentKey:
    return PaymentKey("BE71096123456769", DAY, _eur(amount), reference, nth)


def _true(
    key: PaymentKey,
    *split: tuple[str, str],
    case: Case = Case.EXACT_NUMBER,
    certain: Certain = True,
    returned_on: date | None = None,
) -> TruePayment:
    return TruePayment(
        key=key,
        case=case,
        kind="transfer",
        certain=certain,
        certain_by="reference",
        may_mislead=False,
        split=tuple(TruePart(number, "C1", _eur(amount)) for number, amount in split),
        wording="",
        spelling="",
        payer="own",
        arrives_on=DAY,
        returned_on=returned_on,
    )


def _shares(*parts: tuple[str, str]) -> Shares:
    return [(number, _eur(amount)) for number, amount in parts]


def _meant(payment: TruePayment) -> Shares | Outcome:
    shares = [(part.invoice, part.amount) for part in payment.split]
    return shares or Outcome.SET_ASIDE


def _result(payment: TruePayment, applied: Shares | Outcome) -> Result:
    result = score(Truth((payment,), (), ()), {payment.key: applied})
    return result.scored[0].result


def test_the_same_invoices_and_amounts_are_exact() -> None:
    payment = _true(_key("120.00"), ("F1", "50.00"), ("F2", "70.00"))
    assert _result(payment, _shares(("F2", "70.00"), ("F1", "50.00"))) is Result.EXACT
    assert _result(payment, _shares(("F1", "70.00"), ("F2", "50.00"))) is Result.WRONG
    assert _result(payment, _shares(("F1", "120.00"))) is Result.WRONG


def test_what_is_more_than_open_may_stand_on_account() -> None:
    payment = _true(_key("120.00"), ("F1", "120.00"))
    assert _result(payment, _shares(("F1", "120.00"))) is Result.EXACT
    assert _result(payment, _shares(("F1", "100.00"), ("", "20.00"))) is Result.EXACT
    assert _result(payment, _shares(("F1", "100.00"))) is Result.WRONG
    assert _result(payment, _shares(("F2", "120.00"))) is Result.WRONG
    assert _result(payment, _shares(("", "120.00"))) is Result.WRONG


def test_a_returned_payment_holds_nothing_any_more() -> None:
    payment = _true(_key("50.00"), ("F1", "50.00"), returned_on=DAY)
    assert _result(payment, Outcome.RETURNED) is Result.EXACT
    assert _result(payment, _shares(("F1", "50.00"))) is Result.WRONG
    assert _result(_true(_key("50.00"), ("F1", "50.00")), Outcome.RETURNED) is Result.WRONG


def test_nobody_s_money_is_left_alone() -> None:
    sweep = _true(_key("-50.00"), case=Case.NOBODY)
    assert _result(sweep, Outcome.SET_ASIDE) is Result.EXACT
    assert _result(sweep, Outcome.UNIDENTIFIED) is Result.EXACT
    assert _result(sweep, Outcome.SUGGESTED) is Result.SUGGESTED
    assert _result(sweep, _shares(("F1", "50.00"))) is Result.WRONG
    assert _result(_true(_key("50.00"), ("F1", "50.00")), Outcome.SET_ASIDE) is Result.WRONG


def test_twins_may_be_exchanged() -> None:
    one, other = _key("50.00", "", 1), _key("50.00", "", 2)
    truth = Truth((_true(one, ("F1", "50.00")), _true(other, ("F2", "50.00"))), (), ())
    applied = {one: _shares(("F2", "50.00")), other: _shares(("F1", "50.00"))}
    assert score(truth, applied).rows[Case.EXACT_NUMBER].exact == 2
    half: dict[PaymentKey, Shares | Outcome] = {
        one: _shares(("F2", "50.00")),
        other: Outcome.SUGGESTED,
    }
    row = score(truth, half).rows[Case.EXACT_NUMBER]
    assert (row.exact, row.suggested) == (1, 1)


def test_a_lost_payment_is_missing_and_an_invented_one_is_named() -> None:
    truth = Truth((_true(_key("50.00"), ("F1", "50.00")),), (), ())
    twice = _key("50.00", "B1", 2)
    result = score(truth, {twice: _shares(("F1", "50.00"))})
    assert result.sum.missing == 1
    assert result.unknown == (twice,)
    assert f"no payment of this life: {twice}" in as_text(result)


def test_what_could_not_be_known_does_not_count_but_is_shown() -> None:
    truth = Truth(
        (
            _true(_key("1.00"), ("F1", "1.00"), certain=False),
            _true(_key("2.00"), ("F1", "2.00"), certain=False),
            _true(_key("3.00"), ("F1", "3.00"), certain="order-dependent"),
        ),
        (),
        (),
    )
    applied: dict[PaymentKey, Shares | Outcome] = {
        _key("1.00"): _shares(("F1", "1.00")),
        _key("2.00"): _shares(("F2", "2.00")),
        _key("3.00"): Outcome.SUGGESTED,
    }
    row = score(truth, applied).sum
    assert (row.payments, row.certain, row.uncertain_exact, row.uncertain_wrong) == (3, 0, 1, 1)
    assert score(truth, applied).exact_percent == 100
    day_by_day = score(truth, applied, day_by_day=True)
    assert (day_by_day.sum.certain, day_by_day.sum.suggested) == (1, 1)
    assert day_by_day.exact_percent == 0


def test_the_table_names_what_is_wrong() -> None:
    payment = _true(_key("50.00"), ("F1", "50.00"))
    result = score(Truth((payment,), (), ()), {payment.key: _shares(("F2", "50.00"))})
    assert [scored.payment for scored in result.wrong] == [payment]
    assert as_text(result).splitlines()[-1] == (
        "wrong: 2026-01-05 50.00 EUR B1 on BE71096123456769: "
        "meant F1 50.00 EUR; applied F2 50.00 EUR"
    )


def test_who_applies_the_truth_has_a_full_score() -> None:
    truth = life(1).truth
    applied: dict[PaymentKey, Shares | Outcome] = {
        p.key: Outcome.RETURNED if p.returned_on else _meant(p) for p in truth.payments
    }
    result = score(truth, applied)
    assert result.sum.payments == len(truth.payments)
    assert result.sum.exact == result.sum.certain
    assert result.exact_percent == 100
    assert not result.wrong
    assert not result.unknown
