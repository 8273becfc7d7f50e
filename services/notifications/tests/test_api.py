"""Notifications' addresses over filled views, called in the process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from obstore.store import MemoryStore

from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.objects import Objects
from libs.chassis.secrets import make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.codec.keyring import Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.testkit.scenarios import Told, told
from libs.testkit.stack import Addresses
from services.notifications.adapters.composing.composed import to_bytes
from services.notifications.adapters.composing.composer import compose
from services.notifications.adapters.mime import message_bytes
from services.notifications.adapters.preview import previewing
from services.notifications.api import messages
from services.notifications.domain.commands import ComposeMessage, StartSend
from services.notifications.tests.building import (
    DEBTOR,
    IDS,
    KEY,
    TENANT,
    a_demand,
    a_recall,
    a_start,
    composed,
    message_of,
    sent,
)
from services.notifications.tests.letters import a_letter, an_envelope
from services.notifications.tests.view_filling import filled, story

SUBJECT = Subject(TENANT, f"debtor/{DEBTOR}")
CONTENT = compose(a_letter("reminder"), an_envelope())[0]
RAW = message_bytes(CONTENT, datetime(2026, 4, 1, 8, 30, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Office:
    """A caller, and whose keys there are."""

    app: FastAPI
    tokens: Tokens
    keyring: MemoryKeyring

    async def get(self, path: str, *, tenant: str = TENANT) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens.issue('paula', tenant, ['reader'])}"}
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://notifications", headers=headers
        ) as http:
            return await http.get(path)

    async def shown(self, path: str) -> Any:
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def _kept(objects: Objects) -> tuple[Told, Told]:
    """Composing and starting, with contents that are there."""
    content = await objects.put(TENANT, SUBJECT.name, to_bytes(CONTENT))
    raw = await objects.put(TENANT, SUBJECT.name, RAW)
    made, began = composed().command, a_start().command
    assert isinstance(made, ComposeMessage)
    assert isinstance(began, StartSend)
    return (
        told(KEY, made.model_copy(update={"content": content})),
        told(KEY, began.model_copy(update={"content": raw})),
    )


@asynccontextmanager
async def office(stack: Addresses, home: Path) -> AsyncIterator[Office]:
    """d1 was sent, d2 recalled, d3 waits; another tenant has a message of its own."""
    secrets, keyring = make_secrets(home / "secrets"), MemoryKeyring()
    objects = Objects(MemoryStore(), keyring, IDS)
    happened = story(a_demand("d1"), *await _kept(objects), sent())
    others = [
        *story(a_demand("d2"), a_recall("d2")),
        *story(a_demand("d3")),
        *(replace(one, tenant="other") for one in story(a_demand("d9"))),
    ]
    async with filled(stack.postgres, happened, others) as views:
        face = Face(
            title="notifications",
            tokens=Tokens(secrets.token_key()),
            gauges=Gauges("notifications"),
            readiness=lambda: Readiness(True, {}),
            body_bytes_max=1_000_000,
            routers=(
                messages.looking(views.messages),
                messages.content(views.messages, objects),
                previewing(views.messages, objects),
            ),
        )
        yield Office(make_app(face), Tokens(secrets.token_key(private=True)), keyring)


async def test_messages_are_listed_with_why_and_by_what_is_asked(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack, tmp_path) as paula:
        page = await paula.shown("/v1/messages")
        told_of = {one["demand"]: (one["status"], one["why"]) for one in page["items"]}
        assert told_of == {
            "d1": (
                "sent",
                "The next mail server took it over at 2026-04-01T10:00:01Z (250 queued as 7).",
            ),
            "d2": (
                "withdrawn",
                "Never left: the gate paid_items_are_not_demanded closed, by acme/share/s1.",
            ),
            "d3": (
                "to_compose",
                "Waits until the debtor, the creditor and every document are known here.",
            ),
        }
        assert page["next"] is None
        first = await paula.shown("/v1/messages?limit=1")
        assert first["next"] == message_of("d1")
        second = await paula.shown(f"/v1/messages?limit=1&after={first['next']}")
        assert second["items"][0]["demand"] == "d2"
        for asked, demands in (
            ("demand=d2", ["d2"]),
            ("status=sent", ["d1"]),
            (f"debtor={'0' * 26}", []),
        ):
            found = await paula.shown(f"/v1/messages?{asked}")
            assert [one["demand"] for one in found["items"]] == demands
        assert (await paula.get("/v1/messages?status=lost")).status_code == 422


async def test_one_message_shows_its_lines_attempts_and_what_happened(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack, tmp_path) as paula:
        shown = await paula.shown(f"/v1/messages/{message_of('d1')}")
        assert shown["to"]["to_address"] == "smith@example.org"
        assert [one["number"] for one in shown["composed"]["lines"]] == ["F-17"]
        assert [(one["attempt"], one["outcome"]) for one in shown["attempts"]] == [(1, "sent")]
        assert [one["what"] for one in shown["events"]] == [
            "demand_noted",
            "message_composed",
            "send_started",
            "message_sent",
        ]


async def test_the_exact_bytes_are_given_until_they_are_erased(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack, tmp_path) as paula:
        place = f"/v1/messages/{message_of('d1')}"
        answer = await paula.get(f"{place}/content")
        assert (answer.status_code, answer.content) == (200, RAW)
        assert answer.headers["content-type"] == "message/rfc822"
        page = await paula.get(f"{place}/preview")
        assert page.headers["content-type"].startswith("text/html")
        assert "script-src" not in page.headers["content-security-policy"]
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "data:image/png;base64," in page.text
        assert "cid:" not in page.text

        await paula.keyring.destroy(SUBJECT, reason="asked for", by="paula")
        for what in ("content", "preview"):
            gone = await paula.get(f"{place}/{what}")
            assert (gone.status_code, gone.json()["rule"]) == (410, "content_erased")


async def test_what_was_never_sent_has_no_bytes(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack, tmp_path) as paula:
        place = f"/v1/messages/{message_of('d3')}"
        assert (await paula.get(f"{place}/content")).status_code == 404
        assert (await paula.get(f"{place}/preview")).status_code == 404


async def test_a_tenant_never_sees_another_tenants_message(
    stack: Addresses, tmp_path: Path
) -> None:
    async with office(stack, tmp_path) as paula:
        mine, theirs = message_of("d1"), message_of("d9")
        for what in ("", "/content", "/preview"):
            assert (await paula.get(f"/v1/messages/{theirs}{what}")).status_code == 404
            assert (
                await paula.get(f"/v1/messages/{mine}{what}", tenant="other")
            ).status_code == 404
        page = (await paula.get("/v1/messages", tenant="other")).json()
        assert [one["demand"] for one in page["items"]] == ["d9"]
