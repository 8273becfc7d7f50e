"""A sender that stands still between start and sending: nobody sends that attempt any more."""

import asyncio

from libs.kernel.keys import path_of
from libs.simulator.parties import Debtor
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import debtor_key, frozen, owner_of
from tests.e2e.office import accepted
from tests.e2e.platform import AGE_MAX_S
from tests.e2e.test_chased import is_sent

TRIES = range(61, 81)


async def _whose_sender_answers_nobody(chase: Chase) -> Debtor:
    """A debtor whose mail is sent by a process that no caller needs."""
    office = chase.office
    for number in TRIES:
        debtor = a_debtor(f"C-{number}", f"Klant {number} BV")
        key = debtor_key(office, debtor.customer_number)
        if (await owner_of(office.platform, "notifications", key)).role == "worker":
            return debtor
    raise AssertionError("every debtor's mail is sent by the process that answers")


async def test_an_attempt_frozen_before_it_was_sent_is_made_anew_and_sent_once(
    chase_of: OpenChase,
) -> None:
    async with chase_of("frozen-start", feed="none") as chase:
        office, platform = chase.office, chase.office.platform
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        payer = await _whose_sender_answers_nobody(chase)
        address = f"slow-once+{payer.customer_number.lower()}@example.com"
        raw = office.papers.written(office.papers.invoice("F-2026-17", "48.00", payer))
        raw = raw.replace(payer.mail.encode(), address.encode())
        told = await accepted(office.ingestion, await office.file_raw(raw))
        debtor = told["debtor"]
        await chase.case(debtor)
        owner = await owner_of(platform, "notifications", path_of(office.tenant, "debtor", debtor))
        assert owner.role == "worker"

        await chase.until("2026-03-09")
        await chase.message(debtor, lambda one: one["status"] == "started")
        async with frozen(owner):
            # The server has long agreed to the recipient when the process goes on.
            await asyncio.sleep(2 * AGE_MAX_S)
            assert await chase.mails(address) == []
        await owner.wait_ready()

        message = await chase.message(debtor, lambda one: one["status"] == "sent")
        assert message["attempts_count"] == 2
        await chase.demand(debtor, is_sent)
        assert len(await chase.mails(address)) == 1
        found = await chase.audited()
        assert (found.sent, found.mails, found.copies) == (1, 1, 0)
        assert found.steps == {"reminder": 1}
