"""The overview's figures, beside what an auditor sums up from the topics."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from audit.cents import cents
from audit.ledger import Ledger
from tests.e2e.builders.banking import paid, spent
from tests.e2e.builders.parties import a_debtor, a_stranger
from tests.e2e.chase import Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown, shown
from tests.e2e.outstanding import Sales, dso_days

ON = date(2026, 3, 31)
ENDS = (
    *(date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)),
    *(date(2026, 1, 31), date(2026, 2, 28), ON),
)
KEEPING = a_debtor("C-63", "Woord en Daad BV")
SILENT = a_debtor("C-64", "Stille Figuren BV")
AMOUNTS = {"F-2026-31": "100.00", "F-2026-32": "40.50", "F-2026-33": "60.00"}
ISSUED = {"F-2026-31": "2025-12-20", "F-2026-32": "2026-01-14", "F-2026-33": "2026-03-02"}
DUE = {"F-2026-31": "2026-01-19", "F-2026-32": "2026-02-13", "F-2026-33": "2026-04-01"}
"""Paid; 46 days late and paid in part; not due."""


async def test_the_overviews_figures_are_what_the_auditor_sums_up_from_the_topics(
    chase_of: OpenChase,
) -> None:
    async with chase_of("console-figures") as chase:
        await chase.until("2026-03-05")
        await _owed_and_promised(chase)
        await _paid(chase)

        expected = await _summed_up(chase)
        assert expected["open"] == 9850, "the auditor's own sum"
        assert expected["promises"] == {"made": 1, "kept": 1}
        assert None in expected["dso"], "there are months before the first invoice"
        place = f"/v1/figures?on={ON}"
        async with chase.office.platform.caller(
            "console", "console-figures", ("reader",)
        ) as console:
            await shown(
                lambda: console.get(place),
                lambda found: bool(found["currencies"]) and _as_shown(found) == expected,
                f"{place} as {expected}",
            )


async def _owed_and_promised(chase: Chase) -> None:
    office = chase.office
    papers = [
        replace(
            office.papers.invoice(number, amount),
            issued_on=date.fromisoformat(ISSUED[number]),
            due_on=date.fromisoformat(DUE[number]),
        )
        for number, amount in AMOUNTS.items()
    ]
    await office.owed(*papers)
    for debtor, number, amount, by in (
        (KEEPING, "F-2026-34", "48.00", "2026-03-06"),
        (SILENT, "F-2026-35", "13.00", "2026-03-20"),
    ):
        (told,) = await office.owed(office.papers.invoice(number, amount, debtor))
        await chase.case(told["debtor"])
        await chase.says("/v1/promises", {"debtor": told["debtor"], "pay_by_on": by})


async def _paid(chase: Chase) -> None:
    """One promise is kept; two invoices are paid, one of them in part; a stranger's is applied."""
    office = chase.office
    quiet = [office.bank.statement(spent("1.00")) for _ in range(4)]
    booked = office.bank.statement(
        paid("48.00", "F-2026-34", by=KEEPING.payers[0]),
        paid("100.00", "F-2026-31"),
        paid("15.00", "F-2026-32"),
        paid("7.00", "dank u", by=a_stranger()),
    )
    await office.books(*quiet, booked, *(office.bank.statement(spent("1.00")) for _ in range(2)))
    item = await office.settled("F-2026-31")
    await office.settled("F-2026-34")
    await office.open_by("F-2026-32", "25.50")
    left_over = (await office.payment_of("7.00", "unidentified"))["payment"]
    await office.applies(left_over, {"debtor": item["debtor"], "amount": "7.00 EUR"})
    await chase.until("2026-03-11")


async def _summed_up(chase: Chase) -> dict[str, Any]:
    """By who shares no code with the console and reads the topics alone."""
    promises = dict((await chase.audited()).promises)
    ledger = await chase.office.balanced()
    facts = await chase.office.platform.log.facts()
    sales = Sales.of([one for one in facts if one.tenant == chase.office.tenant])
    return _balances(ledger) | {
        "dso": [dso_days(sales, on) for on in ENDS],
        "promises": {"made": promises.pop("open", 0)} | promises,
    }


def _balances(ledger: Ledger) -> dict[str, Any]:
    bands: Counter[int] = Counter()
    for one in ledger.items.values():
        late_days = (ON - date.fromisoformat(one.due_on)).days
        bands[0 if late_days <= 0 else min((late_days - 1) // 30 + 1, 4)] += one.said_open
    credits = [one for one in ledger.payments.values() if one.kind == "credit"]
    by_rule = [one for one in credits if one.rule and not one.decided_by]
    return {
        "open": sum(bands.values()),
        "overdue": sum(bands.values()) - bands[0],
        "on_account": sum(one.on_account for one in ledger.sources.values()),
        "bands": [bands[band] for band in range(5)],
        "rate": f"{len(by_rule) / len(credits):.4f}",
    }


def _as_shown(found: Shown) -> dict[str, Any]:
    (euros,) = found["currencies"]
    sums = {name: cents(euros[name]) for name in ("open", "overdue", "on_account")}
    return sums | {
        "bands": [cents(one["open"]) for one in euros["ageing"]],
        "rate": found["straight_through_rate"],
        "dso": [one["dso_days"] for one in euros["dso_trend"]],
        "promises": found["promises"],
    }
