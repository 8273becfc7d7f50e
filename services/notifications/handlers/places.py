"""Where a mail is found again: by its key, by the day it ends on, by what is to be done."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.events.effects.effect import Stage as EffectStage
from libs.events.loop.decider import Placement
from libs.kernel.keys import path_of, tenant_of
from services.notifications.domain.attempted import Attempted, Stage
from services.notifications.domain.internal import InternalState, internals_index
from services.notifications.domain.message import MessageState, open_index

INTERNAL: Final = "internal"
"""The kind of effect that mails to the creditor's own people are."""
MORNING: Final = (6, 12)
"""Hours in which a digest leaves; later it would tell of a day that is half over."""
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
    about = _attempting(tenant, f"debtor/{state.debtor}", state, stage)
    return replace(
        about,
        kind=terms.channel,
        day_on=state.day_on,
        zone=terms.zone,
        from_hour=terms.from_hour,
        until_hour=terms.until_hour,
    )


def place_internal(stream: str, state: InternalState) -> Placement:
    """As a message; one that is for no day waits until it has an outcome."""
    stage = _STAGES.get(state.stage)
    if stage is None:
        return Placement()
    tenant = tenant_of(stream)
    return Placement(
        index=internals_index(tenant, state.person),
        due_on=state.day_on + timedelta(days=1) if state.day_on else None,
        entries=((EFFECTS, ALL, internal_effect_of(tenant, state, stage)),),
    )


def internal_effect_of(tenant: str, state: InternalState, stage: EffectStage) -> Effect:
    """What the dispatcher is told of it; a digest leaves in the morning, where days have hours."""
    about = _attempting(tenant, f"person/{state.person}", state, stage)
    has_hours = state.day_on is not None and not state.is_played
    from_hour, until_hour = MORNING if has_hours else (0, 24)
    return replace(
        about,
        kind=INTERNAL,
        day_on=state.day_on,
        zone=state.zone,
        from_hour=from_hour,
        until_hour=until_hour,
    )


def _attempting(tenant: str, subject: str, state: Attempted, stage: EffectStage) -> Effect:
    """`subject`: whose data key seals it, and whose routing key decides."""
    return Effect(
        key=path_of(tenant, *subject.split("/")),
        tenant=tenant,
        what=state.message,
        stage=stage,
        attempt=state.attempt if stage == "started" else state.attempt + 1,
        token=state.token,
        began_at=state.began_at if stage == "started" else "",
        not_before=state.not_before,
        repeated=state.uncertain_attempt > 0,
        held=state.held,
        held_by=state.held_by,
        content=state.content,
        subject=subject,
    )
