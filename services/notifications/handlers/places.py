"""Where a message is found again: by its key, by the day it ends on, by what is to be done."""

from datetime import timedelta
from typing import Final

from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.events.effects.effect import Stage as EffectStage
from libs.events.loop.decider import Placement
from libs.kernel.keys import path_of, tenant_of
from services.notifications.domain.message import MessageState, Stage, open_index

_STAGES: Final[dict[Stage, EffectStage]] = {
    "to_compose": "to_prepare",
    "composed": "ready",
    "started": "started",
}


def place_message(stream: str, state: MessageState) -> Placement:
    """A message without an outcome waits for its effect, and its day ends; else nothing does."""
    stage = _STAGES.get(state.stage)
    if stage is None:
        return Placement()
    tenant = tenant_of(stream)
    effect = effect_of(tenant, state, stage)
    return Placement(
        index=open_index(tenant, state.debtor),
        due_on=state.day_on + timedelta(days=1),
        entries=((EFFECTS, ALL, effect),),
    )


def effect_of(tenant: str, state: MessageState, stage: EffectStage) -> Effect:
    """What the dispatcher is told of it."""
    terms = state.terms
    return Effect(
        key=path_of(tenant, "debtor", state.debtor),
        tenant=tenant,
        what=state.message,
        kind=terms.channel,
        stage=stage,
        attempt=state.attempt if stage == "started" else state.attempt + 1,
        token=state.token,
        began_at=state.began_at if stage == "started" else "",
        not_before=state.not_before,
        repeated=state.uncertain_attempt > 0,
        held=state.held,
        held_by=state.held_by,
        content=state.content,
        subject=f"debtor/{state.debtor}",
        day_on=state.day_on,
        zone=terms.zone,
        from_hour=terms.from_hour,
        until_hour=terms.until_hour,
    )
