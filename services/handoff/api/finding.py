"""Where a placement or an agency is found: its row, and its routing key."""

from libs.chassis.identity import Principal
from libs.chassis.problems import NotFound
from libs.kernel.keys import path_of
from services.handoff.views.reading import PlacementFilter, Placements, Shown, awaited


def key_of(principal: Principal, agency: str) -> str:
    """Where all that is said of an agency is decided."""
    return path_of(principal.tenant, "agency", agency)


async def found(placements: Placements, principal: Principal, placement: str) -> Shown:
    """A placement of the tenant; of whoever works for an agency, one that it was offered.

    Raises NotFound.
    """
    agency = principal.agency
    wanted = PlacementFilter(placement, agency=agency or None, by_agency=bool(agency))
    one = await awaited(lambda: placements.one(principal.tenant, wanted))
    if one is None:
        raise NotFound(what="placement", id=placement)
    return one
