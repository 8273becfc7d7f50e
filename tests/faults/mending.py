"""What people do while a platform is shot at: import files again, free what a bug has parked."""

import asyncio
from random import Random
from typing import Final

from deploy.local.waiting import wait_until
from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.importing.bank import import_bank
from libs.cli.importing.invoices import import_invoices
from libs.kernel.keys import path_of
from tests.faults.lives import Life, Stage
from tests.faults.platform import Range

SERVICE: Final = "dunning"
DROPPED: Final = "dropped"
DAYS_AGAIN: Final = 3
NOTES: Final = 4
"""Messages of one key, so that there is something between two."""
PARKED_WITHIN_S: Final = 60.0
FREED_WITHIN_S: Final = 120.0
LOOK_EVERY_S: Final = 0.3


async def again(stage: Stage, chance: Random) -> bool:
    """Files of some days that are over, for each tenant: nothing may come of them.

    Whether there were any.
    """
    found = 0
    for life in stage.lives:
        api, over = stage.api(life.tenant), stage.over(life)
        (creditor,) = await api.everything("ingestion", "/v1/creditors")
        some = [day for day in over if day.invoices or day.bank]
        for day in chance.sample(some, min(DAYS_AGAIN, len(some))):
            report = await import_invoices(api, creditor["creditor"], day.invoices)
            booked = await import_bank(api, creditor, day.bank)
            for line in (*report.lines, *booked.lines):
                assert line.outcome == "duplicate", f"again, and {line.text()}"
                found += 1
    return found > 0


async def parked_and_freed(
    shot: Range, stage: Stage, chance: Random, *, drops: bool = False
) -> bool:
    """A bug with one debtor parks what comes to it; mended and retried, all of it is decided.

    `drops`: the first message is dropped before, if it may be. Whether there was a debtor.
    """
    life = chance.choice(list(stage.lives))
    api = stage.api(life.tenant)
    cases = await api.everything(SERVICE, "/v1/cases")
    if not cases:
        return False
    debtor = chance.choice(sorted({one["debtor"] for one in cases}))
    key, bug = path_of(life.tenant, "debtor", debtor), shot.bug(SERVICE)
    bug.write_text(key, encoding="utf-8")
    try:
        notes = [asyncio.create_task(_note(api, debtor, number)) for number in range(NOTES)]
        await _parked(api, life, key)
    finally:
        bug.unlink()
    dropped = await _dropped(api, key) if drops else 0
    await _freed(api, key)
    answers = await asyncio.gather(*notes)
    assert answers.count(DROPPED) == dropped, f"{dropped} dropped, and callers were told {answers}"
    return True


async def _note(api: Api, debtor: str, number: int) -> str:
    """What the caller was told of it in the end."""
    body = {"debtor": debtor, "text": f"They called about {number}."}
    try:
        await api.post(SERVICE, "/v1/notes", body)
    except Refused as refused:
        return refused.rule
    return "noted"


async def _dropped(api: Api, key: str) -> int:
    """How many were: a heard fact or an own send is not."""
    (first, *_) = (await api.get(SERVICE, "/v1/parked/messages", key=key))["messages"]
    if not first["can_drop"]:
        return 0
    body = {"key": key, "message": first["id"], "reason": "Noted twice by mistake."}
    await api.post(SERVICE, "/v1/parked/drop", body)
    return 1


async def _parked(api: Api, life: Life, key: str) -> None:
    async def is_parked() -> bool:
        found = (await api.get(SERVICE, "/v1/parked"))["items"]
        return any(one["key"] == key and one["waiting"] >= NOTES for one in found)

    await wait_until(
        f"{key} of {life.tenant} is parked",
        is_parked,
        limit_s=PARKED_WITHIN_S,
        between_s=LOOK_EVERY_S,
    )


async def _freed(api: Api, key: str) -> None:
    async def is_freed() -> bool:
        try:
            await api.post(SERVICE, "/v1/parked/retry", {"key": key})
        except Refused as refused:
            return refused.status == 404
        return False

    await wait_until(f"{key} is freed", is_freed, limit_s=FREED_WITHIN_S, between_s=LOOK_EVERY_S)
