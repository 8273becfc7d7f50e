"""The story of one invoice as one trace: from its upload to the mail server's answer."""

import secrets
from collections.abc import Iterator, Sequence

from deploy.local.waiting import wait_until
from libs.testkit.collector import Collector, Span
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown

FOLLOWED = a_debtor("C-43", "Gevolgde Zaken BV")
TOLD_WITHIN_S = 20.0
HEARD = ("ingestion", "matching", "dunning", "notifications")


def a_caller() -> tuple[str, str, str]:
    """The header of a caller who is followed, with its trace and the caller's own step."""
    trace, step = secrets.token_hex(16), secrets.token_hex(8)
    return f"00-{trace}-{step}-01", trace, step


def is_sent(demand: Shown) -> bool:
    return bool(demand["status"] == "sent")


async def test_an_uploaded_invoice_is_one_trace_up_to_the_answer_of_the_mail_server(
    chase_of: OpenChase,
) -> None:
    uploaded, invoice_trace, caller = a_caller()
    played, day_trace, _ = a_caller()
    async with chase_of("one-trace", feed="none") as chase:
        office, collector = chase.office, chase.office.platform.collector
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        office.ingestion.headers["traceparent"] = uploaded
        (told,) = await office.owed(office.papers.invoice("F-2026-43", "48.00", FOLLOWED))
        del office.ingestion.headers["traceparent"]
        await chase.case(told["debtor"])
        chase.calendar.headers["traceparent"] = played
        await chase.until("2026-03-09")  # five days after it was due
        await chase.demand(told["debtor"], is_sent)
        spans = await _whole(collector, invoice_trace)

        (answered,) = [span for span in spans if span.name == "SMTP email"]
        assert answered.attributes["relance.reply.code"] == 250
        assert answered.kind == "client"
        way = list(_way(spans, answered))
        assert way[-1].name == "POST /v1/invoices"
        assert way[-1].parent == caller
        assert list(dict.fromkeys(f"relance-{name}" for name in HEARD)) == _services(way)
        (demanded,) = [span for span in way if span.kind == "producer"]
        assert demanded.attributes["relance.type"] == "relance.dunning.demand_proposed.v1"
        assert demanded.links == (day_trace,)
        assert {"POST /v1/days/advance"} <= {span.name for span in collector.of(day_trace)}
        for said in (FOLLOWED.name, FOLLOWED.mail, "F-2026-43", office.bank.account.iban):
            assert said.encode() not in collector.raw


async def _whole(collector: Collector, trace: str) -> Sequence[Span]:
    """A trace once all of its steps that lead somewhere are told, the attempt's the last."""
    spans: Sequence[Span] = ()

    async def is_told() -> bool:
        nonlocal spans
        spans = collector.of(trace)
        found = [span for span in spans if span.name == "SMTP email"]
        return bool(found) and [*_way(spans, found[0])][-1].kind == "server"

    await wait_until("the trace is told", is_told, limit_s=TOLD_WITHIN_S)
    return spans


def _way(spans: Sequence[Span], last: Span) -> Iterator[Span]:
    """From a step back to the first that is told."""
    by_id = {span.id: span for span in spans}
    step: Span | None = last
    while step is not None:
        yield step
        step = by_id.get(step.parent)


def _services(way: Sequence[Span]) -> list[str]:
    """Which services a way leads through, the first first."""
    return list(dict.fromkeys(span.service for span in reversed(way)))
