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

from libs.simulator.parties import BankAccount
from tests.e2e.office import Office, Shown, Wanted, accepted, any_at_all, opened, shown
from tests.e2e.platform import Platform

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
    """An office of a new tenant, with what chases for it."""
    async with AsyncExitStack() as stack:
        office = await stack.enter_async_context(
            opened(platform, tenant, accounts=accounts, feed=feed)
        )
        calendar, dunning, notifications = [
            await stack.enter_async_context(platform.caller(service, tenant))
            for service in ("calendar", "dunning", "notifications")
        ]
        yield Chase(office, calendar, dunning, notifications)
