"""The work of the kind `internal`: from what was heard to a mail to one of the creditor's own."""

from datetime import UTC, date, datetime
from typing import Any, Final

from obstore.store import MemoryStore

from libs.chassis.objects import Objects
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.dunning import (
    CallDropped,
    CallScheduled,
    DisputeOpened,
    FreeText,
    TaskDone,
    TaskOpened,
)
from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.contracts.model import Event
from libs.events.contracts.notifications_people import InternalComposed
from libs.events.effects.effect import Effect, Sent, Start
from libs.testkit.scenarios import Scenario, like, told
from libs.testkit.stack import Addresses
from services.notifications.adapters.gathering import Sender
from services.notifications.adapters.internal_mailing import Desk, InternalMailing
from services.notifications.adapters.noticing import Noticing
from services.notifications.adapters.smtp.limits import Limits
from services.notifications.adapters.smtp.sending import Sending, Server
from services.notifications.domain.internal import InternalState
from services.notifications.domain.people_commands import ComposeInternal, SkipInternal
from services.notifications.handlers.places import internal_effect_of
from services.notifications.tests.building import (
    CREDITOR,
    DAY,
    DEBTOR,
    IDS,
    TENANT,
    a_day,
    eur,
    notifications,
)
from services.notifications.tests.office_people import (
    a_person,
    assigned,
    digest_id,
    key_of,
    stream_of_internal,
)
from services.notifications.tests.servers import LOOPBACK, Behaviour, server
from services.notifications.tests.view_filling import Said, Views, filled, story, the_debtor

MORNING: Final = datetime(2026, 4, 2, 5, tzinfo=UTC)
"""Seven o'clock in Brussels."""
NIGHT: Final = datetime(2026, 4, 2, 1, tzinfo=UTC)
OTHER: Final = "jones"
DIGEST: Final = digest_id("2026-04-02")


def mailing(views: Views, *, now: datetime = MORNING, port: int = 1) -> InternalMailing:
    desk = Desk(views.people, Noticing(views.parties, views.waiting), gather_s=60.0)
    objects = Objects(MemoryStore(), MemoryKeyring(), IDS)
    sending = Sending(Server(LOOPBACK, port), Limits(10, 100))
    return InternalMailing(desk, objects, sending, Sender("r@relance.example"), lambda: now)


def effect_of(scenario: Scenario, message: str) -> Effect:
    state: InternalState = scenario.state(stream_of_internal(message))
    return internal_effect_of(TENANT, state, "ready" if state.content else "to_prepare")


def a_call(call: str, debtor: str, asked: str) -> Said:
    return _said(
        CallScheduled,
        call=call,
        debtor=debtor,
        items=("item-1",),
        step="call",
        asked=eur(asked),
        day_on=date(2026, 4, 1),
        log_until_on=date(2026, 4, 3),
    )


def a_task(task: str, kind: str = "paid_claim") -> Said:
    return _said(TaskOpened, task=task, kind=kind, about="item-1", opened_on=date(2026, 4, 1))


def a_dispute(item: str, due: str, owner: str = "") -> Said:
    return _said(
        DisputeOpened,
        dispute=f"dispute-{item}",
        item=item,
        amount=None,
        reason="other",
        owner=owner,
        due_on=date.fromisoformat(due),
        opened_on=date(2026, 4, 1),
        opened_by="paula",
        personal=FreeText(text="why"),
    )


def _said(cls: type[Event], **fields: Any) -> Said:
    about = {"case": "case-1", "creditor": CREDITOR, "debtor": DEBTOR} | fields
    return Said(cls(**about))


def in_the_portfolio(debtor: str) -> Said:
    sales = {"debtor": debtor, "creditor": CREDITOR, "sales": "sofie", "assigned_by": "paula"}
    return Said(PortfolioAssigned(**sales))


WAITING: Final = (
    a_call("call-1", DEBTOR, "48.00"),
    a_call("call-2", OTHER, "90.00"),
    a_call("call-3", DEBTOR, "70.00"),
    _said(CallDropped, call="call-3", gate="paid_items_are_not_demanded"),
    a_task("task-1"),
    a_task("task-2"),
    Said(TaskDone(task="task-2", creditor=CREDITOR, debtor=DEBTOR, done_by="paula")),
    a_task("task-3", "dispute_due"),
    a_dispute("item-1", "2026-04-02"),
    a_dispute("item-2", "2026-04-09"),
    a_dispute("item-3", "2026-04-09", "sofie"),
)
"""One call of each debtor, a task, a dispute whose day has come and one that is Sofie's."""


async def test_who_was_assigned_is_named_in_a_mail_that_a_server_takes(stack: Addresses) -> None:
    behaviour, heard = Behaviour(), (a_person(language="nl"), assigned(DEBTOR))
    scenario = notifications.given(*heard)
    message = scenario.recorded[1].event.model_dump()["message"]
    known = (story(*heard), the_debtor("ann@smith.example"))
    async with server(behaviour) as port, filled(stack.postgres, *known) as views:
        early = mailing(views, now=datetime(2026, 4, 1, 8, 1, 30, tzinfo=UTC))
        assert await early.prepare(effect_of(scenario, message)) is None  # more may join it
        work = mailing(views, port=port)
        command = await work.prepare(effect_of(scenario, message))
        assert isinstance(command, ComposeInternal)
        scenario.when(told(key_of("sofie"), command)).then(
            like(InternalComposed, debtors=(DEBTOR,), language="nl")
        )
        ready = effect_of(scenario, message)
        content = await work.content(ready)
        start = Start(1, "", f"{DAY}T10:00:00Z", {}, content, lambda: 20.0)
        assert isinstance(await work.perform(ready, start, 5.0), Sent)
    (envelope,) = behaviour.taken
    assert envelope.rcpt_tos == ["sofie@bakker.example"]
    assert isinstance(envelope.content, bytes)
    assert b"Smith & Sons" in envelope.content


async def test_a_debtor_that_is_not_known_yet_is_waited_for(stack: Addresses) -> None:
    heard = (a_person(), assigned(DEBTOR))
    scenario = notifications.given(*heard)
    message = scenario.recorded[1].event.model_dump()["message"]
    async with filled(stack.postgres, story(*heard)) as views:
        assert await mailing(views).prepare(effect_of(scenario, message)) is None


async def test_a_digest_counts_what_waits_of_the_own_portfolio_or_of_all(
    stack: Addresses,
) -> None:
    for sees, counts in (
        ("portfolio", {"call": 1, "dispute": 2, "task": 1}),
        ("all", {"call": 2, "dispute": 2, "task": 1}),
    ):
        heard = (a_person(sees=sees), a_day("2026-04-02"))
        scenario = notifications.given(*heard)
        known = (the_debtor("a@b.example"), the_debtor("a@b.example", debtor=OTHER))
        said = (story(*heard), *known, *WAITING, in_the_portfolio(DEBTOR))
        async with filled(stack.postgres, *said) as views:
            asleep = mailing(views, now=NIGHT)
            assert await asleep.prepare(effect_of(scenario, DIGEST)) is None
            command = await mailing(views).prepare(effect_of(scenario, DIGEST))
            assert isinstance(command, ComposeInternal)
            assert command.counts == counts


async def test_when_nothing_waits_a_digest_is_skipped(stack: Addresses) -> None:
    """What waits of others is nothing to who sees the own portfolio."""
    heard = (a_person(), a_day("2026-04-02"))
    scenario = notifications.given(*heard)
    async with filled(stack.postgres, story(*heard), *WAITING) as views:
        command = await mailing(views).prepare(effect_of(scenario, DIGEST))
        assert command == SkipInternal(message=DIGEST)
