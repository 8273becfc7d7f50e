"""Who may do what: one table of roles."""

from collections.abc import Collection, Mapping
from typing import Final, Literal

Role = Literal["admin", "manager", "controller", "reader", "sales", "agency"]
ROLES: Final[tuple[Role, ...]] = ("admin", "manager", "controller", "reader", "sales", "agency")

Act = Literal["look", "look_at_own", "ask_after", "work", "approve", "administer", "serve"]

MAY: Final[Mapping[Act, tuple[Role, ...]]] = {
    # All of a tenant.
    "look": ("reader", "controller", "manager", "admin"),
    # What belongs to the own portfolio; who may look at all sees all here too.
    "look_at_own": ("sales", "reader", "controller", "manager", "admin"),
    # What became of a command; who sells sends none.
    "ask_after": ("agency", "reader", "controller", "manager", "admin"),
    # What a credit controller does all day: promises, disputes, payments, calls, uploads.
    "work": ("controller", "manager", "admin"),
    # What takes a second pair of eyes: overrides, limits, placements, portfolios.
    "approve": ("manager", "admin"),
    # Creditors, policies, views, drops.
    "administer": ("admin",),
    # The placements of one agency; nobody of the creditor does this in its name.
    "serve": ("agency",),
}


def may(roles: Collection[str], act: Act) -> bool:
    """Whether one of `roles` is enough for `act`."""
    return any(role in roles for role in MAY[act])
