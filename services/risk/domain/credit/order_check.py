"""May I ship? Named rules in their order, each with its sentence; all that speak are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.events.contracts.risk import Band
from libs.kernel.money import Money
from services.risk.domain.debtors.state import Exposure

WORST_BAND: Final[Band] = "E"
WITHOUT_LIMIT: Final[frozenset[Band]] = frozenset({"A", "B", "C"})
"""Bands that are shipped to though nobody granted credit."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a debtor when an order comes; of exposure: in the order's currency."""

    band: Band | None
    """None: it was not scored yet."""
    is_overridden: bool
    is_watched: bool
    limit: Money | None
    limit_expires_on: date | None
    exposure: Exposure

    @property
    def headroom(self) -> Money | None:
        """What of the limit is left before the order; negative: it is breached. None: no limit
        in this currency."""
        if self.limit is None or self.limit.currency != self.exposure.total.currency:
            return None
        return self.limit - self.exposure.total


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule says of an order."""

    code: str
    speaks_against: bool
    sentence: str


Rule = Callable[[Standing, Money], Reason | None]


def watched_debtors_wait_for_a_person(standing: Standing, order: Money) -> Reason | None:
    if not standing.is_watched:
        return None
    return Reason("watched", True, "The debtor is on the watch list: a person decides.")


def the_worst_band_is_not_shipped_to(standing: Standing, order: Money) -> Reason | None:
    if standing.band is None:
        return Reason("not_scored", True, "It was not scored yet: no day has begun here.")
    said = "a person says so" if standing.is_overridden else "its payments say so"
    if standing.band != WORST_BAND:
        return Reason("band", False, f"It is in band {standing.band}: {said}.")
    return Reason("band", True, f"It is in band {WORST_BAND}, the worst: {said}.")


def without_a_limit_only_good_bands_are_shipped_to(
    standing: Standing, order: Money
) -> Reason | None:
    if standing.limit is not None:
        return None
    is_good = standing.band in WITHOUT_LIMIT
    who = "who was not scored yet" if standing.band is None else f"band {standing.band}"
    more = "" if is_good else f", and {who} is not shipped to without one"
    return Reason("no_limit", not is_good, f"No credit limit is granted{more}.")


def another_currency_has_no_limit(standing: Standing, order: Money) -> Reason | None:
    if standing.limit is None or standing.limit.currency == order.currency:
        return None
    sentence = f"Its limit is in {standing.limit.currency}, the order in {order.currency}."
    return Reason("currency", True, sentence)


def a_breached_limit_ships_nothing(standing: Standing, order: Money) -> Reason | None:
    headroom = standing.headroom
    if headroom is None or headroom >= Money.zero(order.currency):
        return None
    sentence = (
        f"Its limit of {standing.limit} is breached: {standing.exposure.total} are owed, "
        f"of which {standing.exposure.overdue} overdue and {standing.exposure.disputed} in dispute."
    )
    return Reason("limit_breached", True, sentence)


def an_order_fits_into_what_is_left(standing: Standing, order: Money) -> Reason | None:
    headroom = standing.headroom
    if headroom is None or headroom < Money.zero(order.currency):
        return None
    if order <= headroom:
        sentence = f"Of its limit of {standing.limit} {headroom} are left."
        return Reason("fits", False, sentence)
    sentence = (
        f"Of its limit of {standing.limit} {headroom} are left: {order - headroom} too little."
    )
    return Reason("over_limit", True, sentence)


RULES: Final[tuple[Rule, ...]] = (
    watched_debtors_wait_for_a_person,
    the_worst_band_is_not_shipped_to,
    without_a_limit_only_good_bands_are_shipped_to,
    another_currency_has_no_limit,
    a_breached_limit_ships_nothing,
    an_order_fits_into_what_is_left,
)


def check_order(standing: Standing, order: Money) -> tuple[bool, tuple[Reason, ...]]:
    """Whether to ship, and why; what speaks against it first."""
    said = [reason for rule in RULES if (reason := rule(standing, order)) is not None]
    told = sorted(said, key=lambda one: not one.speaks_against)
    return not any(one.speaks_against for one in told), tuple(told)
