"""Builders that speak of the creditor's own people, and of what they are assigned and mailed."""

from datetime import date
from typing import Any

from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.contracts.notifications_people import (
    InternalPersonal,
    InternalStarted,
    PersonPersonal,
)
from libs.kernel.keys import path_of
from libs.testkit.scenarios import Happened, Heard, Told, heard, told
from services.notifications.domain.commands import (
    FailComposing,
    HoldMessage,
    JudgeAttempt,
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    StartSend,
)
from services.notifications.domain.internal import InternalState, digest_of, internal_stream
from services.notifications.domain.people_commands import (
    ComposeInternal,
    LeavePerson,
    RegisterPerson,
    SkipInternal,
)
from services.notifications.domain.person import person_of, person_path
from services.notifications.tests.building import CREDITOR, DAY, GONE, IDS, TENANT, ZONE


def key_of(subject: str) -> str:
    return person_path(TENANT, person_of(IDS, TENANT, subject))


def a_person(subject: str = "sofie", **more: Any) -> Told:
    """`more`: fields of RegisterPerson, and email."""
    personal = PersonPersonal(
        subject=subject, name=subject.title(), email=more.pop("email", f"{subject}@bakker.example")
    )
    command = RegisterPerson(
        person=person_of(IDS, TENANT, subject),
        language=more.pop("language", "en"),
        zone=more.pop("zone", ZONE),
        digest=more.pop("digest", True),
        sees=more.pop("sees", "portfolio"),
        registered_by="paula",
        personal=personal,
    )
    assert not more, more
    return told(key_of(subject), command)


def leaves(subject: str = "sofie") -> Told:
    command = LeavePerson(person=person_of(IDS, TENANT, subject), said_by="paula")
    return told(key_of(subject), command)


def assigned(debtor: str, sales: str = "sofie") -> Heard:
    """Empty: from here on the debtor is in nobody's portfolio."""
    event = PortfolioAssigned(debtor=debtor, creditor=CREDITOR, sales=sales, assigned_by="paula")
    key = path_of(TENANT, "debtor", debtor)
    return heard("ingestion", key, key, event)


def digest_id(day: str, subject: str = "sofie") -> str:
    return digest_of(IDS, TENANT, person_of(IDS, TENANT, subject), date.fromisoformat(day))


def stream_of_internal(message: str) -> str:
    return internal_stream(TENANT, message)


def composed_internal(state: InternalState, *debtors: str, subject: str = "sofie") -> Told:
    """It names what the state names, or others."""
    command = ComposeInternal(
        message=state.message,
        person=person_of(IDS, TENANT, subject),
        template_version="v1",
        language="en",
        debtors=debtors or state.debtors,
        content="content-1",
        message_id=f"<{state.message}@example.org>",
        personal=InternalPersonal(to_address=f"{subject}@bakker.example"),
    )
    return told(key_of(subject), command)


def nothing_waits(message: str, subject: str = "sofie") -> Told:
    return told(key_of(subject), SkipInternal(message=message))


def cannot_be_composed(message: str) -> Told:
    return told(key_of("sofie"), FailComposing(message=message, reason="address_invalid"))


def _start(message: str, attempt: int, token: str) -> StartSend:
    return StartSend(
        message=message,
        attempt=attempt,
        token=token,
        began_at=f"{DAY}T10:00:00Z",
        cut={"ingestion": 1},
        content=f"bytes-{attempt}",
    )


def internal_start(message: str, attempt: int = 1) -> Told:
    return told(key_of("sofie"), _start(message, attempt, ""))


def internal_of_one_who_is_gone(message: str, attempt: int = 1) -> Happened:
    asked = _start(message, attempt, GONE)
    started = InternalStarted(person=person_of(IDS, TENANT, "sofie"), **asked.model_dump())
    return Happened(key_of("sofie"), stream_of_internal(message), started)


def internal_sent(message: str, attempt: int = 1) -> Told:
    sent_at = f"{DAY}T10:00:01Z"
    report = ReportSent(message=message, attempt=attempt, reply="250 queued", sent_at=sent_at)
    return told(key_of("sofie"), report)


def internal_failed(message: str, attempt: int = 1) -> Told:
    report = ReportFailed(message=message, attempt=attempt, reason="refused", reply="550 no")
    return told(key_of("sofie"), report)


def internal_failed_for_now(message: str, attempt: int = 1) -> Told:
    report = ReportFailedForNow(
        message=message,
        attempt=attempt,
        reason="refused_for_now",
        reply="451 later",
        not_before=f"{DAY}T10:01:00Z",
    )
    return told(key_of("sofie"), report)


def internal_judged(message: str, attempt: int = 1) -> Told:
    return told(key_of("sofie"), JudgeAttempt(message=message, attempt=attempt))


def internal_held(message: str) -> Told:
    return told(key_of("sofie"), HoldMessage(message=message, cause="barrier"))
