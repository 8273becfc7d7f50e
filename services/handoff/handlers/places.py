"""Where a state is found again: by its key, by the day it waits for, by what has to leave."""

from datetime import timedelta

from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.events.loop.decider import Placement
from libs.kernel.keys import path_of, tenant_of
from services.handoff.domain.agencies import agency_key
from services.handoff.domain.dispatching import what_of
from services.handoff.domain.feed import DeliveryState
from services.handoff.domain.items import ItemState, open_items_index
from services.handoff.domain.placement import PlacementState, running_index
from services.handoff.domain.values import NO_DAY

OFFER = "offer"
WEBHOOK = "webhook"


def place_item(stream: str, item: ItemState) -> Placement:
    if not item.is_open:
        return Placement()
    return Placement(index=open_items_index(tenant_of(stream), item.debtor))


def place_placement(stream: str, state: PlacementState) -> Placement:
    """What is requested waits for its offer, what is offered for its answer."""
    if not state.is_running:
        return Placement()
    tenant = tenant_of(stream)
    due_on = None
    if state.stage == "offered" and state.answer_by_on is not None and not state.is_late:
        due_on = state.answer_by_on + timedelta(days=1)
    if state.waits_for_books:
        return Placement(running_index(tenant, state.debtor), due_on=NO_DAY)
    entries = ((EFFECTS, ALL, _offer(tenant, state)),) if state.stage == "requested" else ()
    return Placement(running_index(tenant, state.debtor), due_on, entries)


def place_delivery(stream: str, state: DeliveryState) -> Placement:
    if state.stage != "waits":
        return Placement()
    return Placement(entries=((EFFECTS, ALL, _webhook(tenant_of(stream), state)),))


def _offer(tenant: str, state: PlacementState) -> Effect:
    return Effect(
        key=path_of(tenant, "debtor", state.debtor),
        tenant=tenant,
        what=state.placement,
        kind=OFFER,
        stage="ready",
        held=state.held,
        held_by=state.held_by,
        subject=f"debtor/{state.debtor}",
    )


def _webhook(tenant: str, state: DeliveryState) -> Effect:
    return Effect(
        key=agency_key(tenant, state.agency),
        tenant=tenant,
        what=what_of(state.agency, state.number),
        kind=WEBHOOK,
        stage="ready",
        attempt=state.tries_count + 1,
        not_before=state.not_before,
        repeated=state.tries_count > 0,
    )
