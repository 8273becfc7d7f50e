"""A form that was not done: what stood in it, and what is sent once more."""

from pathlib import Path

from services.console.tests.known import (
    DEBTOR,
    FIRST,
    OTHER,
    PAYMENT,
    SECOND,
    credit,
    debtor,
    listed,
    payment,
)
from services.console.tests.playing import Answer, desk_of, field_of, refusal
from services.console.web.ports import Document

NO = refusal(422, "amount_over_open", "That is more than is open.")
PAGE = f"/debtors/{DEBTOR}"


async def test_what_was_chosen_and_ticked_stays_when_a_service_refuses(tmp_path: Path) -> None:
    """None ticked means all: ticks that get lost would make a promise of everything."""
    answers = debtor() | {"dunning /v1/promises": NO, "dunning /v1/disputes": NO}
    answers |= {"handoff /v1/placements": NO, "matching /v1/items/" + SECOND + "/due-date": NO}
    desk = desk_of(tmp_path, answers=answers)

    promised = await desk.sends(f"{PAGE}/promise", items=[SECOND], amount="999")
    boxes = field_of(promised.text, "items")
    assert [SECOND in one for one in boxes if "checked" in one] == [True]

    disputed = await desk.sends(f"{PAGE}/dispute", item=SECOND, reason="damaged", amount="999")
    chosen = [one for one in disputed.text.splitlines() if "selected" in one]
    assert any(f'value="{SECOND}" selected' in one for one in chosen)
    assert any('value="damaged" selected' in one for one in chosen)

    extended = await desk.sends(f"{PAGE}/extend", item=SECOND, due_on="2020-01-01", reason="x")
    assert f'value="{SECOND}" selected' in extended.text


async def test_what_was_unticked_in_the_review_stays_so(tmp_path: Path) -> None:
    demands = [
        {"demand": one, "debtor": DEBTOR, "debtor_name": "Jansen", "net": "48.00 EUR"}
        | {"tone": "reminder", "approvals": [], "because": "", "items": []}
        for one in (FIRST, SECOND)
    ]
    said = {"demand": SECOND, "outcome": "refused", "rule": "gone", "detail": "Its day is over."}
    answers: dict[str, Answer] = {
        "dunning /v1/demands": listed(*demands),
        "dunning /v1/demands/approve": {"items": [said]},
    }
    desk = desk_of(tmp_path, answers=answers)

    assert "checked" in (await desk.browser.get("/")).text
    shown = await desk.sends("/review/approve", demands=[SECOND])

    assert "Its day is over." in shown.text
    boxes = field_of(shown.text, "demands")
    assert [SECOND in one for one in boxes if "checked" in one] == [True]


async def test_a_payment_stays_at_the_debtor_that_was_chosen_for_it(tmp_path: Path) -> None:
    """The amount stays, so the debtor has to, and with it what both were found by."""
    answers = payment() | {f"matching /v1/payments/{PAYMENT}/apply": NO}
    desk = desk_of(tmp_path, answers=answers)
    asked: dict[str, str | list[str]] = {"account-debtor": OTHER, "account-amount": "500"}

    shown = await desk.sends(
        f"/payments/{PAYMENT}/apply",
        currency="EUR", outcome="unidentified", q="an", **{f"amount-{FIRST}": "12"}, **asked,
    )  # fmt: skip

    assert f'value="{OTHER}" selected' in shown.text
    assert 'value="12"' in field_of(shown.text, f"amount-{FIRST}")[0]
    assert 'value="500"' in field_of(shown.text, "account-amount")[0]
    assert '<option value="unidentified" selected>' in shown.text


async def test_what_was_said_of_one_call_does_not_stand_at_another(tmp_path: Path) -> None:
    calls = [
        {"call": one, "asked": "48.00 EUR", "numbers": ["F-1"], "log_until_on": "2026-03-20"}
        for one in (FIRST, SECOND)
    ]
    answers = debtor() | {"dunning /v1/calls": listed(*calls)}
    desk = desk_of(tmp_path, answers=answers | {f"dunning /v1/calls/{SECOND}/outcome": NO})

    shown = await desk.sends(f"{PAGE}/called", call=SECOND, outcome="call_back", text="At noon.")

    _, first, second = shown.text.split('name="call"')
    assert "At noon." not in first
    assert "At noon." in second
    assert 'value="call_back" selected' in second


def wish_of(page: str, action: str) -> str:
    """What stands in the form with this address."""
    form = page.split(f'action="{action}"')[1].split("</form>")[0]
    return field_of(form, "wish")[0].split('value="')[1].split('"')[0]


async def test_a_form_whose_answer_got_lost_is_the_same_wish_when_it_is_sent_again(
    tmp_path: Path,
) -> None:
    """Else who follows what the page says, and sends it again, applies the money twice."""
    desk = desk_of(tmp_path, answers=payment())
    desk.services.lost.add(f"matching /v1/payments/{PAYMENT}/apply")
    path = f"/payments/{PAYMENT}/apply"
    fields: dict[str, str | list[str]] = {"currency": "EUR", "q": "an", f"amount-{FIRST}": "40"}

    shown = await desk.sends(path, **fields)
    assert "It is not known yet whether this was done" in shown.text
    await desk.sends(path, **(fields | {"wish": wish_of(shown.text, path)}))

    first, again = desk.services.asked
    assert first.key == again.key
    assert first.body == again.body


async def test_a_form_that_was_refused_is_a_new_wish_when_it_is_sent_again(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, answers=debtor() | {"dunning /v1/promises": NO})
    shown = await desk.sends(f"{PAGE}/promise", amount="999")
    assert wish_of(shown.text, f"{PAGE}/promise") != "a wish"


async def test_of_several_forms_of_a_kind_that_alone_is_the_same_wish_that_was_sent(
    tmp_path: Path,
) -> None:
    tasks = [{"task": one, "kind": "paid_claim", "state": "open"} for one in (FIRST, SECOND)]
    chase: Document = {"cases": [], "items": [], "timeline": [], "tasks": tasks}
    desk = desk_of(tmp_path, answers=debtor() | {f"dunning /v1/debtors/{DEBTOR}": chase})
    desk.services.lost.add(f"dunning /v1/tasks/{SECOND}/done")

    shown = await desk.sends(f"{PAGE}/task-done", task=SECOND)

    forms = shown.text.split(f'action="{PAGE}/task-done"')[1:]
    kept = ["a wish" in form.split("</form>")[0] for form in forms]
    assert kept == [False, True]


async def test_what_is_not_decided_yet_is_not_told_to_be_done(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path, answers=debtor() | {"dunning /v1/notes": (202, {"outcome": "pending"})}
    )
    shown = await desk.sends(f"{PAGE}/note", text="two\r\nlines")
    assert "It is not known yet whether this was done" in shown.text
    assert wish_of(shown.text, f"{PAGE}/note") == "a wish"
    (asked,) = desk.services.asked
    assert asked.body["text"] == "two\nlines"


async def test_a_form_that_had_been_sent_with_other_words_says_so(tmp_path: Path) -> None:
    reused = refusal(422, "idempotency_key_reused", "This Idempotency-Key was used before.")
    desk = desk_of(tmp_path, answers=debtor() | {"dunning /v1/notes": reused})
    shown = await desk.sends(f"{PAGE}/note", text="other words")
    assert "Something else was sent from this form before" in shown.text
    assert wish_of(shown.text, f"{PAGE}/note") != "a wish"


async def test_an_approval_that_is_not_decided_yet_is_not_told_to_be_one(tmp_path: Path) -> None:
    demand: Document = {"demand": FIRST, "debtor": DEBTOR, "debtor_name": "Jansen"}
    demand |= {"net": "48.00 EUR"}
    demand |= {"tone": "reminder", "approvals": [], "because": "", "items": []}
    answers: dict[str, Answer] = {
        "dunning /v1/demands": listed(demand),
        "dunning /v1/demands/approve": {"items": [{"demand": FIRST, "outcome": "pending"}]},
    }
    desk = desk_of(tmp_path, answers=answers)
    shown = await desk.sends("/review/approve", demands=[FIRST])
    assert "It is not known yet whether this was done" in shown.text


async def test_a_limit_is_granted_in_the_currency_that_it_was_asked_for_in(tmp_path: Path) -> None:
    """Its debtor owes in euro: 400 for a request of 500 dollars are dollars."""
    answers = debtor() | {f"risk /v1/debtors/{DEBTOR}": credit()}
    desk = desk_of(tmp_path, "manager", answers=answers)

    page = (await desk.browser.get(PAGE)).text

    form = page.split(f'action="{PAGE}/grant-limit"')[1].split("</form>")[0]
    assert 'value="USD"' in field_of(form, "currency")[0]


async def test_who_owes_in_several_currencies_is_asked_in_which_an_amount_is(
    tmp_path: Path,
) -> None:
    balances = [
        {"currency": one, "open": f"48.00 {one}", "on_account": f"0.00 {one}"}
        for one in ("EUR", "USD")
    ]
    answers = debtor() | {f"matching /v1/debtors/{DEBTOR}": {"balances": balances, "timeline": []}}
    desk = desk_of(tmp_path, answers=answers | {"dunning /v1/promises": NO})

    shown = await desk.sends(f"{PAGE}/promise", amount="40", currency="USD", items=[SECOND])

    assert desk.services.asked[0].body["amount"] == "40.00 USD"
    form = shown.text.split(f'action="{PAGE}/promise"')[1].split("</form>")[0]
    assert "<option selected>USD</option>" in form
    assert "<option>EUR</option>" in form


async def test_an_order_that_cannot_be_asked_about_is_told(tmp_path: Path) -> None:
    no = refusal(422, "bad_request", "query.amount: no amount.")
    answers = debtor() | {f"risk /v1/debtors/{DEBTOR}": credit()}
    desk = desk_of(tmp_path, answers=answers | {f"risk /v1/debtors/{DEBTOR}/order-check": no})

    shown = await desk.browser.get(PAGE, params={"order": "fifty"})

    assert "query.amount: no amount." in shown.text


async def test_a_morning_with_more_demands_than_are_approved_at_once_is_approved(
    tmp_path: Path,
) -> None:
    names = [f"{number:026d}" for number in range(501)]
    rows = [
        {"demand": one, "debtor": DEBTOR, "debtor_name": "Jansen", "net": "48.00 EUR"}
        | {"tone": "reminder", "approvals": [], "because": "", "items": []}
        for one in names
    ]
    answers: dict[str, Answer] = {
        "dunning /v1/demands": listed(*rows),
        "dunning /v1/demands/approve": {"items": []},
    }
    desk = desk_of(tmp_path, answers=answers)

    shown = await desk.sends("/review/approve", demands=names)

    assert shown.headers["location"] == "/?done=approved"
    parts = [one.body["demands"] for one in desk.services.asked]
    assert [len(one) for one in parts] == [500, 1]
    assert [one for some in parts for one in some] == names


async def test_a_language_chosen_after_a_refusal_comes_back_to_the_page_of_the_form(
    tmp_path: Path,
) -> None:
    """There is nothing to see at the address that the form was sent to."""
    desk = desk_of(tmp_path, answers=debtor() | {"dunning /v1/promises": NO})
    desk.browser.headers["Referer"] = f"http://console{PAGE}"
    shown = await desk.sends(f"{PAGE}/promise", amount="999")
    assert f'href="/language/nl?then={PAGE}"' in shown.text
