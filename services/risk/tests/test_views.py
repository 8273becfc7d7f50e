"""What the view makes of events: standings, and what persons wrote until it is erased."""

from typing import Final

from libs.events.contracts import risk
from libs.events.contracts.dunning import FreeText
from libs.events.contracts.ingestion_erasure import KeyReceipt, KeysDestroyed
from libs.events.contracts.model import Event
from libs.testkit.stack import Addresses
from services.risk.tests.building import eur
from services.risk.tests.view_filling import TENANT, day, filled, named
from services.risk.views.reading import DebtorFilter, Page, SaidFilter

ALL: Final = Page(None, 100)
DEBTOR: Final = named("debtor")
LIMIT: Final = named("limit")
OF: Final = {"debtor": DEBTOR, "creditor": named("creditor")}
TEXT: Final = FreeText(text="Mrs Smith asks for more")


def asked_for() -> risk.LimitRequested:
    return risk.LimitRequested(
        **OF, limit=LIMIT, amount=eur("900.00"), requested_by="paula",
        requested_on=day("2026-03-02"), personal=TEXT,
    )  # fmt: skip


def granted() -> risk.LimitGranted:
    return risk.LimitGranted(
        **OF, limit=LIMIT, amount=eur("800.00"), expires_on=day("2026-12-31"), granted_by="otto",
        granted_on=day("2026-03-03"),
    )  # fmt: skip


def breached() -> risk.LimitBreached:
    return risk.LimitBreached(
        **OF, limit=LIMIT, amount=eur("800.00"), exposure=eur("801.00"),
        breached_on=day("2026-03-04"),
    )  # fmt: skip


def scored() -> tuple[risk.DebtorScored, risk.BandChanged]:
    why = (risk.ScoreReason(code="no_history", figure=12, of=None),)
    score = risk.DebtorScored(
        **OF, model="own-history.1", inputs_hash="ab" * 32, late_percent=12, late_days=8,
        band="B", reasons=why, scored_on=day("2026-03-02"),
    )  # fmt: skip
    band = risk.BandChanged(
        **OF, band="B", was=None, cause="score", reasons=why, changed_on=day("2026-03-02")
    )
    return score, band


async def test_a_limit_is_shown_as_its_events_leave_it(stack: Addresses) -> None:
    async with filled(stack.postgres, [*scored(), asked_for(), granted(), breached()]) as standings:
        (limit,) = await standings.said(TENANT, "limits", SaidFilter(state="granted"), ALL)
        assert (limit["requested"], limit["amount"]) == ("900.00 EUR", "800.00 EUR")
        assert (limit["is_breached"], limit["reason"]) == (True, TEXT.text)
        (debtor,) = await standings.debtors(TENANT, DebtorFilter(breached=True), ALL)
        assert (debtor["debtor"], debtor["band"]) == (DEBTOR, "B")
    over = risk.LimitEnded(
        **OF, limit=LIMIT, reason="expired", ended_by="", ended_on=day("2027-01-01")
    )
    async with filled(
        stack.postgres, [*scored(), asked_for(), granted(), breached(), over]
    ) as all_:
        assert await all_.debtors(TENANT, DebtorFilter(breached=True), ALL) == []
        (limit,) = await all_.said(TENANT, "limits", SaidFilter(), ALL)
        assert (limit["state"], limit["end_reason"]) == ("ended", "expired")


async def test_the_limit_that_holds_is_found_among_many_that_were_refused(
    stack: Addresses,
) -> None:
    """A page of limits has a hundred; this one's id is the last."""
    *others, last = sorted(named(f"limit {number}") for number in range(120))
    events: list[Event] = [*scored()]
    for limit in others:
        events.append(asked_for().model_copy(update={"limit": limit}))
        refused = risk.LimitRefused(
            **OF, limit=limit, refused_by="otto", refused_on=day("2026-03-03"), personal=TEXT
        )
        events.append(refused)
    events.append(granted().model_copy(update={"limit": last}))
    async with filled(stack.postgres, events) as standings:
        found = await standings.debtor(TENANT, DEBTOR)
        assert found is not None
        assert (len(found["limits"]), found["limit"]["limit"]) == (100, last)


async def test_a_tenant_never_sees_the_rows_of_another(stack: Addresses) -> None:
    theirs = [("other", one) for one in (*scored(), granted())]
    events: list[Event | tuple[str, Event]] = [*scored(), asked_for(), *theirs]
    async with filled(stack.postgres, events) as standings:
        (limit,) = await standings.said(TENANT, "limits", SaidFilter(), ALL)
        assert limit["state"] == "requested"
        assert await standings.debtors("third", DebtorFilter(), ALL) == []


async def test_what_persons_wrote_goes_with_the_debtors_key(stack: Addresses) -> None:
    override = risk.BandOverridden(
        **OF, override=named("override"), band="D", until_on=day("2026-04-30"),
        overridden_by="otto", overridden_on=day("2026-03-02"), personal=TEXT,
    )  # fmt: skip
    watch = risk.WatchStarted(**OF, started_by="otto", started_on=day("2026-03-02"), personal=TEXT)
    receipt = KeyReceipt(
        subject=f"debtor/{DEBTOR}", key_id="key-1", destroyed_at="2026-03-05T08:00:00Z"
    )
    destroyed = KeysDestroyed(debtor=DEBTOR, asking=1, part=1, receipts=(receipt,), objects_count=0)
    written = [*scored(), asked_for(), override, watch]
    async with filled(stack.postgres, written) as standings:
        found = await standings.debtor(TENANT, DEBTOR)
        assert found is not None
        assert [found[what][0]["reason"] for what in ("limits", "overrides", "watches")] == [
            TEXT.text
        ] * 3
        assert TEXT.text not in str(found["timeline"])
    async with filled(stack.postgres, [*written, destroyed]) as standings:
        found = await standings.debtor(TENANT, DEBTOR)
        assert found is not None
        assert [found[what][0]["reason"] for what in ("limits", "overrides", "watches")] == [
            None
        ] * 3
