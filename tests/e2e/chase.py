"""What a creditor asks for: a policy, days, and what became of each demand and mail."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx

from audit.chase_summary import Chased
from libs.cli.playing.heard import heard_of
from libs.events.contracts.topology import TOPOLOGY
from libs.simulator.parties import BankAccount
from tests.e2e.auditing import chase_audited
from tests.e2e.office import Office, Shown, Wanted, accepted, any_at_all, opened, shown
from tests.e2e.platform import PARTITIONS, Platform

ONE_REMINDER = """
policy: one-reminder
title: One reminder
steps:
  - {step: reminder, anchor: after_due, offset_days: 5, channel: email, tone: reminder,
     template: reminder}
message_every_days_min: 0
"""
"""For stories that are about one mail."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the next server has it."""

    to: str
    arrived_at: str
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass(frozen=True, slots=True)
class Chase:
    """An office whose creditor chases."""

    office: Office
    calendar: httpx.AsyncClient
    dunning: httpx.AsyncClient
    notifications: httpx.AsyncClient

    async def publish(self, source: str) -> Shown:
        """Publish a policy for this creditor."""
        where = {"creditor": self.office.creditor}
        answer = await self.dunning.post("/v1/policies", params=where, content=source.encode())
        return await accepted(self.dunning, answer)

    async def until(self, day_on: str) -> None:
        """Play days, up to and with one."""
        answer = await self.calendar.post("/v1/days/advance", json={"to": day_on})
        await accepted(self.calendar, answer)

    async def says(self, place: str, body: dict[str, Any]) -> Shown:
        """Post to dunning what is accepted."""
        return await accepted(self.dunning, await self.dunning.post(place, json=body))

    async def demand(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        """The newest demand of a debtor once it is as wanted, with why."""
        place = f"/v1/demands?debtor={debtor}"
        page = await shown(
            lambda: self.dunning.get(place),
            lambda found: bool(found["items"]) and wanted(_newest(found["items"])),
            f"{place} as wanted",
        )
        found = await self.dunning.get(f"/v1/demands/{_newest(page['items'])['demand']}")
        return found.json()

    async def case(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        """The case of a debtor once it is as wanted."""
        place = f"/v1/cases?debtor={debtor}"
        page = await shown(
            lambda: self.dunning.get(place),
            lambda found: any(map(wanted, found["items"])),
            f"{place} as wanted",
        )
        return next(one for one in page["items"] if wanted(one))

    async def message(self, debtor: str, wanted: Wanted) -> Shown:
        """A message of a debtor once it is as wanted, with its attempts."""
        place = f"/v1/messages?debtor={debtor}"
        page = await shown(
            lambda: self.notifications.get(place),
            lambda found: any(map(wanted, found["items"])),
            f"{place} as wanted",
        )
        name = next(one["message"] for one in page["items"] if wanted(one))
        return (await self.notifications.get(f"/v1/messages/{name}")).json()

    async def shipped(self, policy: str) -> str:
        """A policy that comes with Relance, as its file."""
        return (await self.dunning.get(f"/v1/policies/shipped/{policy}")).text

    async def listed(self, what: str, debtor: str, wanted: Wanted = any_at_all) -> list[Shown]:
        """Promises, calls, tasks … of a debtor, once the list is as wanted."""
        place = f"/v1/{what}?debtor={debtor}"
        page = await shown(
            lambda: self.dunning.get(place), lambda found: wanted(found["items"]), place
        )
        return list(page["items"])

    async def debtor(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        """A debtor with its timeline, once it is as wanted."""
        return await shown(lambda: self.dunning.get(f"/v1/debtors/{debtor}"), wanted, debtor)

    async def next(self, debtor: str, wanted: Wanted = any_at_all) -> Shown:
        """What is next in the case of a debtor, or what holds it, once it is as wanted."""
        place = f"/v1/cases/{(await self.case(debtor))['case']}/next"
        return await shown(lambda: self.dunning.get(place), wanted, place)

    async def rests(self) -> None:
        """Return when nothing is under way any more and each demand has its outcome."""
        kafka, tenant = self.office.platform.kafka, self.office.tenant
        async with heard_of(kafka, tenant, PARTITIONS) as heard:
            for _ in range(2):  # an outcome may lead to the next demand
                await self.office.rest.of(tuple(TOPOLOGY))
                await heard.sent()

    async def audited(self) -> Chased:
        """At rest, the chase as the auditor sees it, from topics and mailbox; nothing is wrong."""
        await self.rests()
        return await chase_audited(self.office.platform, self.office.tenant)

    async def mails(self, *recipients: str) -> list[Mail]:
        """What has arrived for these, in the order of arrival."""
        found = await asyncio.to_thread(_read, self.office.platform.postbox.folder)
        return [mail for mail in found if mail.to in recipients]


def _newest(items: Sequence[Shown]) -> Shown:
    return max(items, key=lambda one: (one["day_on"], one["attempt"]))


def _read(folder: Path) -> list[Mail]:
    mails = []
    for sidecar in sorted(folder.glob("*.json")):
        said = json.loads(sidecar.read_text("utf-8"))
        raw = sidecar.with_suffix(".eml").read_bytes()
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        mails += [Mail(to, said["arrived_at"], message) for to in said["rcpt_tos"]]
    return mails


@asynccontextmanager
async def chasing(
    platform: Platform,
    tenant: str,
    *,
    accounts: Sequence[BankAccount] | None = None,
    feed: str = "required",
) -> AsyncIterator[Chase]:
    """An office of a new tenant, with what chases for it; in the end its chase is audited."""
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(
            opened(platform, tenant, accounts=accounts, feed=feed)
        )
        calendar, dunning, notifications = [
            await stack.enter_async_context(platform.caller(service, tenant))
            for service in ("calendar", "dunning", "notifications")
        ]
        chase = Chase(office, calendar, dunning, notifications)
        yield chase
        await chase.audited()
