"""Builders that speak of demands, messages and attempts; they take what a test is about."""

from datetime import date, timedelta
from typing import Any, Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import (
    DemandedItem,
    DemandProposed,
    DemandRecalled,
    Gate,
    SendWindow,
)
from libs.events.contracts.notifications import DayNoted, MessagePersonal, SendStarted
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.ids import IdSecret
from libs.kernel.keys import copy_of, partition_of, path_of
from libs.kernel.money import Money, read_money, total
from libs.testkit.scenarios import Happened, Heard, Scenarios, Told, announced, heard, told
from services.notifications.domain.commands import (
    ComposeMessage,
    FailComposing,
    HoldMessage,
    JudgeAttempt,
    LineSource,
    NoteBounce,
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    ReportUncertain,
    StartSend,
)
from services.notifications.domain.message import message_id_of, message_stream
from services.notifications.handlers.decider import NotificationsDecider

TENANT: Final = "acme"
CREDITOR: Final = "creditor-1"
DEBTOR: Final = "smith"
KEY: Final = path_of(TENANT, "debtor", DEBTOR)
ZONE: Final = "Europe/Brussels"
IDS: Final = IdSecret(b"a secret of scenarios, 32 bytes.")
DAY: Final = "2026-04-01"
GONE: Final = "a process that is gone"

notifications = Scenarios(NotificationsDecider(IDS))


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def message_of(demand: str) -> str:
    return message_id_of(IDS, TENANT, demand)


def stream_of(demand: str) -> str:
    return message_stream(TENANT, message_of(demand))


def an_item(number: str, amount: str, *, overdue_days: int = 12) -> DemandedItem:
    return DemandedItem(
        item=f"item-{number}",
        number=number,
        kind="invoice",
        asked=eur(amount),
        open=eur(amount),
        issued_on=date(2026, 2, 18),
        due_on=date(2026, 4, 1) - timedelta(days=overdue_days),
        overdue_days=overdue_days,
        step="reminder",
        tone="reminder",
    )


def a_demand(demand: str = "d1", *items: DemandedItem, **more: Any) -> Heard:
    """`more`: day, zone, window (its hours), credit, template, tone, to, copy_to."""
    asked = items or (an_item("F-17", "120.00"),)
    credit, sum_ = eur(more.pop("credit", "0.00")), total((one.asked for one in asked), "EUR")
    window = more.pop("window", None)
    proposed = DemandProposed(
        demand=demand,
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        items=asked,
        total=sum_,
        credit=credit,
        net=sum_ - credit,
        step="reminder",
        tone=more.pop("tone", "reminder"),
        template=more.pop("template", "reminder"),
        policy="four-steps",
        policy_version=1,
        day_on=date.fromisoformat(more.pop("day", DAY)),
        zone=more.pop("zone", ZONE),
        send_window=SendWindow(from_hour=window[0], until_hour=window[1]) if window else None,
        to=more.pop("to", ()),
        copy_to=more.pop("copy_to", ()),
    )
    assert not more, more
    return heard("dunning", KEY, path_of(TENANT, "demand", demand), proposed)


def a_recall(
    demand: str = "d1", *, gate: Gate = "paid_items_are_not_demanded", cause: str = "acme/share/s1"
) -> Heard:
    recalled = DemandRecalled(
        demand=demand,
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        gate=gate,
        items=("item-F-17",),
        cause=cause,
    )
    return heard("dunning", KEY, path_of(TENANT, "demand", demand), recalled)


def composed(demand: str = "d1", *sources: LineSource) -> Told:
    command = ComposeMessage(
        message=message_of(demand),
        debtor=DEBTOR,
        template_version="v1",
        language="en",
        creditor_name="De Bakker",
        creditor_country="BE",
        pay_to_iban="BE68539007547034",
        sources=sources,
        reference="+++123/1234/12345+++",
        content="content-1",
        message_id=f"<{message_of(demand)}@example.org>",
        personal=MessagePersonal(
            to_address="smith@example.org", debtor_name="Smith", copies=("cfo@example.org",)
        ),
    )
    return told(KEY, command)


def not_composed(reason: Any = "address_missing", demand: str = "d1") -> Told:
    return told(KEY, FailComposing(message=message_of(demand), reason=reason, detail="why"))


def a_start(attempt: int = 1, *, demand: str = "d1", token: str = "", began: str = "10:00") -> Told:
    """A scenario decides in the process whose token is empty."""
    return told(KEY, _start(demand, attempt, token, began))


def _start(demand: str, attempt: int, token: str, began: str) -> StartSend:
    return StartSend(
        message=message_of(demand),
        attempt=attempt,
        token=token,
        began_at=f"{DAY}T{began}:00Z",
        cut={"matching": 1},
        content=f"bytes-{attempt}",
    )


def an_attempt_of_one_who_is_gone(attempt: int = 1, *, demand: str = "d1") -> Happened:
    """Its start was recorded, and there is no report."""
    asked = _start(demand, attempt, GONE, "10:00")
    started = SendStarted(
        demand=demand,
        case="case-1",
        creditor=CREDITOR,
        debtor=DEBTOR,
        **asked.model_dump(),
    )
    return Happened(KEY, stream_of(demand), started)


def judged(attempt: int = 1, *, demand: str = "d1") -> Told:
    return told(KEY, JudgeAttempt(message=message_of(demand), attempt=attempt))


def uncertain(attempt: int = 1, *, demand: str = "d1") -> Told:
    return told(KEY, ReportUncertain(message=message_of(demand), attempt=attempt))


def sent(attempt: int = 1, *, demand: str = "d1", reply: str = "250 queued as 7") -> Told:
    report = ReportSent(
        message=message_of(demand), attempt=attempt, reply=reply, sent_at=f"{DAY}T10:00:01Z"
    )
    return told(KEY, report)


def failed_for_now(
    attempt: int = 1, *, demand: str = "d1", reason: Any = "refused_for_now"
) -> Told:
    report = ReportFailedForNow(
        message=message_of(demand),
        attempt=attempt,
        reason=reason,
        reply="451 later",
        not_before=f"{DAY}T10:01:00Z",
    )
    return told(KEY, report)


def failed(attempt: int = 1, *, demand: str = "d1") -> Told:
    report = ReportFailed(
        message=message_of(demand), attempt=attempt, reason="refused", reply="550 no such user"
    )
    return told(KEY, report)


def held(cause: Any = "barrier", service: str = "", *, demand: str = "d1") -> Told:
    return told(KEY, HoldMessage(message=message_of(demand), cause=cause, service=service))


def bounced(status: str = "5.1.1", *, demand: str = "d1") -> Told:
    bounce = NoteBounce(message=message_of(demand), status=status, permanent=status.startswith("5"))
    return told(KEY, bounce)


def a_day(day: str, *, zone: str = ZONE, played_by: str = "") -> Heard:
    """A day by the clock, or one that a tenant plays."""
    started = DayStarted(
        day_on=date.fromisoformat(day),
        zone=EVERY_ZONE if played_by else zone,
        tenant=played_by or None,
        played=bool(played_by),
    )
    path = day_path(started.tenant, started.zone)
    return announced("calendar", path, path, started)


def a_noted_day(day: str) -> Happened:
    """The debtor's partition has noted a day by the clock, and has asked nobody yet."""
    noted = DayNoted(day_on=date.fromisoformat(day), zone=ZONE, tenant=None, played=False)
    path = day_path(None, ZONE)
    return Happened(KEY, copy_of(path, partition_of(KEY, 4)), noted)
