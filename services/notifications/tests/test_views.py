"""What the views make of events: each message with its attempts; parties and documents."""

from typing import Any

import pytest

from libs.events.contracts.ingestion import DebtorChanged
from libs.events.contracts.model import Erased
from libs.testkit.scenarios import Heard, Told
from libs.testkit.stack import Addresses
from services.notifications.domain.commands import LineSource
from services.notifications.tests.building import (
    CREDITOR,
    DEBTOR,
    TENANT,
    a_day,
    a_demand,
    a_recall,
    a_start,
    an_attempt_of_one_who_is_gone,
    an_item,
    bounced,
    composed,
    failed,
    failed_for_now,
    held,
    judged,
    message_of,
    not_composed,
    sent,
)
from services.notifications.tests.view_filling import (
    Said,
    filled,
    story,
    the_creditor,
    the_debtor,
    the_invoice,
)
from services.notifications.views.reading import (
    DocumentSeen,
    MessageFilter,
    MessageFound,
    Page,
    messages_by_id,
)

ALL = Page(None, 100)


async def test_a_message_is_shown_with_its_attempts_and_all_that_happened(
    stack: Addresses,
) -> None:
    happened = story(
        a_demand(window=(8, 18)),
        composed("d1", LineSource(item="item-F-17", reference="RF18")),
        held("parked", "matching"),
        a_start(),
        failed_for_now(),
        a_start(2),
        sent(2),
        bounced("5.1.1"),
    )
    async with filled(stack.postgres, happened) as views:
        shown = await views.messages.one(TENANT, message_of("d1"))
        assert shown is not None
        assert (shown["demand"], shown["debtor"], shown["status"]) == ("d1", DEBTOR, "bounced")
        assert (shown["total"], shown["net"]) == ("120.00 EUR", "120.00 EUR")
        assert (shown["content"], shown["sent_content"]) == ("content-1", "bytes-2")
        assert shown["personal"]["to_address"] == "smith@example.org"
        assert shown["composed"]["lines"][0]["reference"] == "RF18"
        assert (shown["bounce_status"], shown["bounce_permanent"]) == ("5.1.1", True)
        assert (shown["held_cause"], shown["attempts_count"]) == ("", 2)
        attempts = [(one["attempt"], one["outcome"], one["reply"]) for one in shown["attempts"]]
        assert attempts == [
            (1, "failed_for_now", "451 later"),
            (2, "sent", "250 queued as 7"),
        ]
        assert shown["attempts"][1]["cut"] == {"matching": 1}
        assert [one["what"] for one in shown["events"]] == [
            "demand_noted",
            "message_composed",
            "message_held",
            "send_started",
            "attempt_failed",
            "send_started",
            "message_sent",
            "message_bounced",
        ]
        assert "smith@example.org" not in repr(shown["events"])


STATUSES: list[tuple[str, str, tuple[Any, ...]]] = [
    ("to_compose", "", (a_demand(),)),
    ("ready", "", (a_demand(), composed())),
    ("held", "", (a_demand(), composed(), held())),
    ("started", "", (a_demand(), composed(), held(), a_start())),
    ("ready", "refused_for_now", (a_demand(), composed(), a_start(), failed_for_now())),
    ("sent", "", (a_demand(), composed(), a_start(), failed_for_now(), a_start(2), sent(2))),
    ("withdrawn", "recalled", (a_demand(), a_recall())),
    ("withdrawn", "day_over", (a_demand(), composed(), a_day("2026-04-02"))),
    ("failed", "address_missing", (a_demand(), not_composed())),
    ("failed", "refused", (a_demand(), composed(), a_start(), failed())),
    (
        "uncertain",
        "uncertain",
        (a_demand(), composed(), an_attempt_of_one_who_is_gone(), judged()),
    ),
    (
        "uncertain",
        "uncertain_for_good",
        (a_demand(), composed(), an_attempt_of_one_who_is_gone(), judged(), a_recall()),
    ),
    ("sent", "", (a_demand(), composed(), a_start(), sent(), bounced("4.4.7"))),
]


@pytest.mark.parametrize(("status", "reason", "inputs"), STATUSES)
async def test_a_message_has_the_status_that_its_last_event_gives_it(
    stack: Addresses, status: str, reason: str, inputs: tuple[Told | Heard, ...]
) -> None:
    async with filled(stack.postgres, story(*inputs)) as views:
        (shown,) = await views.messages.all(TENANT, MessageFilter(status=status), ALL)
        assert (shown["status"], shown["reason"] or "") == (status, reason)


async def test_messages_are_listed_in_pages_and_by_what_is_asked(stack: Addresses) -> None:
    two = story(a_demand("d1"), a_demand("d2", an_item("F-18", "9.00")), a_recall("d1"))
    async with filled(stack.postgres, two) as views:
        first = await views.messages.all(TENANT, MessageFilter(), Page(None, 1))
        after = await views.messages.all(TENANT, MessageFilter(), Page(first[0]["message"], 1))
        assert [first[0]["demand"], after[0]["demand"]] == ["d1", "d2"]
        (by_demand,) = await views.messages.all(TENANT, MessageFilter(demand="d2"), ALL)
        assert by_demand["message"] == message_of("d2")
        assert await views.messages.all(TENANT, MessageFilter(debtor="other"), ALL) == []
        assert len(await views.messages.all(TENANT, MessageFilter(debtor=DEBTOR), ALL)) == 2


async def test_the_newest_messages_come_first_and_pages_go_on_from_there(
    stack: Addresses,
) -> None:
    three = story(*(a_demand(f"d{n}", an_item(f"F-{n}", "9.00")) for n in (1, 2, 3)))
    async with filled(stack.postgres, three) as views:
        first = await views.messages.all(TENANT, MessageFilter(), Page(None, 2, True))
        rest = await views.messages.all(
            TENANT, MessageFilter(), Page(first[-1]["message"], 2, newest_first=True)
        )
        assert [one["demand"] for one in (*first, *rest)] == ["d3", "d2", "d1"]


async def test_a_tenant_sees_its_own_alone_and_a_bounce_finds_whose_it_is(
    stack: Addresses,
) -> None:
    theirs = [Said(one.event, "other") for one in story(a_demand("d9"), composed("d9"))]
    mine = story(a_demand("d1"), composed("d1"))
    async with filled(stack.postgres, theirs, mine) as views:
        shown = await views.messages.all(TENANT, MessageFilter(), ALL)
        assert [one["demand"] for one in shown] == ["d1"]
        assert await views.messages.one(TENANT, message_of("d9")) is None
        asked = [f"<{message_of(one)}@example.org>" for one in ("d1", "d9", "d7")]
        found = {one.tenant: one for one in await messages_by_id(views.pool, asked)}
        assert found == {
            "acme": MessageFound("acme", message_of("d1"), DEBTOR, ("cfo@example.org",)),
            "other": MessageFound("other", message_of("d9"), DEBTOR, ("cfo@example.org",)),
        }


async def test_what_was_demanded_is_read_back(stack: Addresses) -> None:
    async with filled(stack.postgres, story(a_demand("d1", an_item("F-17", "120.00")))) as views:
        noted = await views.messages.noted(TENANT, message_of("d1"))
        assert noted is not None
        assert [(one.number, str(one.asked)) for one in noted.items] == [("F-17", "120.00 EUR")]
        assert await views.messages.noted(TENANT, message_of("d2")) is None


async def test_parties_and_documents_are_seen_as_they_are_now(stack: Addresses) -> None:
    moved = the_debtor("new@smith.example", language="fr").event
    changed = DebtorChanged(
        **moved.model_dump(include={"debtor", "creditor", "country", "language"}),
        personal=moved.personal,  # type: ignore[attr-defined]
    )
    said = [
        the_creditor(),
        the_debtor("old@smith.example"),
        the_invoice("F-17", reference="RF18", account="a", original="ubl"),
        Said(changed),
    ]
    async with filled(stack.postgres, said) as views:
        seen = await views.parties.seen(TENANT, CREDITOR, DEBTOR, ["item-F-17", "item-F-18"])
        assert seen.creditor is not None
        assert [one.iban for one in seen.creditor.accounts] == ["BE68539007547034"]
        assert seen.debtor is not None
        assert seen.debtor.personal is not None
        assert seen.debtor.personal.contacts[0].email == "new@smith.example"
        assert (seen.debtor.language, seen.debtor.country) == ("fr", "BE")
        assert seen.documents == {"item-F-17": DocumentSeen("F-17", "", "RF18", "a", "ubl")}
        other = await views.parties.seen("other", CREDITOR, DEBTOR, ["item-F-17"])
        assert (other.creditor, other.debtor, other.documents) == (None, None, {})


async def test_who_was_erased_has_no_name_any_more(stack: Addresses) -> None:
    erased = DebtorChanged(debtor=DEBTOR, creditor=CREDITOR, personal=Erased())
    async with filled(stack.postgres, the_debtor("old@smith.example"), Said(erased)) as views:
        seen = await views.parties.seen(TENANT, CREDITOR, DEBTOR, [])
        assert seen.debtor is not None
        assert seen.debtor.personal is None
