"""Figures over all debtors: balance, ageing, DSO, straight-through rate, promises."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from libs.chassis.identity import Reader
from libs.kernel.money import Money
from services.console.domain.figures import BANDS, Summary, share, summary
from services.console.views.reading import Figures, Told


class BandShown(BaseModel):
    from_days: int | None = Field(description="Days late; null: not due.")
    to_days: int | None
    open: Money
    items_count: int


class PointShown(BaseModel):
    day_on: date
    dso_days: Decimal | None = Field(description="Null: nothing was invoiced in 90 days.")


class CurrencyShown(BaseModel):
    currency: str
    open: Money
    overdue: Money
    on_account: Money
    ageing: list[BandShown]
    dso_trend: list[PointShown] = Field(description="Ends of months, then the day asked for.")


class FiguresShown(BaseModel):
    """What is told of one day."""

    on: date
    currencies: list[CurrencyShown]
    straight_through_rate: Decimal | None = Field(
        description="Of payments that came in: applied by a rule and touched by nobody."
    )
    payments_count: int
    promises: dict[str, int] = Field(description="Counts by state: made, kept, broken, ended.")


def router(figures: Figures) -> APIRouter:
    """GET of figures."""
    routes = APIRouter(prefix="/v1", tags=["figures"])

    @routes.get("/figures", summary="Balance, ageing, DSO, straight-through rate, promises")
    async def show(
        principal: Reader,
        on: Annotated[date, Query(description="The tenant's day, which decides what is due.")],
    ) -> FiguresShown:
        told = await figures.told(principal.tenant, on)
        return FiguresShown(
            on=on,
            currencies=[_currency(one) for one in summaries(told, on)],
            straight_through_rate=straight_through(told),
            payments_count=told.payments_count,
            promises=told.promises,
        )

    return routes


def summaries(told: Told, today: date) -> list[Summary]:
    """One a currency; the one with most open first."""
    currencies = {row.currency for row in told.ageing} | {flow.currency for flow in told.flows}
    found = [
        summary(one, told.ageing, told.on_account.get(one, Decimal(0)), told.flows, today)
        for one in sorted(currencies | told.on_account.keys())
    ]
    return sorted(found, key=lambda one: -one.open)


def straight_through(told: Told) -> Decimal | None:
    rate = share(told.by_rule_count, told.payments_count)
    return None if rate is None else rate.quantize(Decimal("0.0001"))


def _currency(one: Summary) -> CurrencyShown:
    def money(amount: Decimal) -> Money:
        return Money.of(amount, one.currency)

    return CurrencyShown(
        currency=one.currency,
        open=money(one.open),
        overdue=money(one.overdue),
        on_account=money(one.on_account),
        ageing=[
            BandShown(
                from_days=BANDS[row.band][0],
                to_days=BANDS[row.band][1],
                open=money(row.open),
                items_count=row.items_count,
            )
            for row in one.bands
        ],
        dso_trend=[PointShown(day_on=at.day_on, dso_days=at.dso_days) for at in one.trend],
    )
