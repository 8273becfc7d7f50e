"""What the creditor's own people are mailed: whom they were assigned, and each day what waits."""

from collections.abc import Sequence
from datetime import date

from libs.events.contracts.notifications_people import (
    AssignmentAdded,
    AssignmentTakenOut,
    InternalComposed,
    InternalNoted,
    InternalWithdrawn,
)
from libs.events.loop.decider import Decision, Recorded
from services.notifications.domain.internal import InternalDraft
from services.notifications.domain.people_commands import (
    DEBTORS_MAX,
    ComposeInternal,
    SkipInternal,
)
from services.notifications.domain.person import PersonState


def note_assigned(
    debtor: str, person: PersonState, fresh: InternalDraft, still_open: Sequence[InternalDraft]
) -> Decision:
    """It joins the mail that is not composed yet, else there is a new one: `fresh`."""
    if not person.is_here or any(_names(debtor, one) for one in still_open):
        return fresh.decision()
    for draft in still_open:
        state = draft.state
        waits = state.kind == "assignment" and state.stage == "to_compose" and state.may_change
        if waits and len(state.debtors) < DEBTORS_MAX:
            draft.record(AssignmentAdded(**draft.about, debtor=debtor))
            return draft.decision()
    return begin(fresh, person, debtors=(debtor,))


def note_taken_away(debtor: str, still_open: Sequence[InternalDraft]) -> Decision:
    """What has not begun to leave names it no more; what names nobody any more does not leave."""
    events: list[Recorded] = []
    for draft in still_open:
        if _names(debtor, draft) and draft.state.may_change:
            draft.record(AssignmentTakenOut(**draft.about, debtor=debtor))
            if not draft.state.debtors:
                draft.end(InternalWithdrawn(**draft.about, reason="taken_away"))
            events += draft.decision().events
    return Decision(tuple(events))


def begin(
    draft: InternalDraft,
    person: PersonState,
    *,
    debtors: tuple[str, ...] = (),
    day_on: date | None = None,
    is_played: bool = False,
) -> Decision:
    """A mail about assignments, or with a day that day's digest; each once."""
    if draft.state.stage != "unheard":
        return draft.decision()
    noted = InternalNoted(
        message=draft.state.message,
        person=person.person,
        kind="digest" if day_on else "assignment",
        debtors=debtors,
        day_on=day_on,
        zone=person.zone,
        is_played=is_played,
    )
    draft.record(noted)
    return draft.decision()


def end_days(still_open: Sequence[InternalDraft]) -> Decision:
    """What was for an earlier day leaves no more."""
    events: list[Recorded] = []
    for draft in still_open:
        if draft.state.stage != "started" and draft.is_over:
            draft.outlive()
            events += draft.decision().events
    return Decision(tuple(events))


def withdraw_all(still_open: Sequence[InternalDraft]) -> Decision:
    """The person left: what has not begun to leave does not; what has, its report decides."""
    events: list[Recorded] = []
    for draft in still_open:
        if draft.state.stage != "started":
            draft.withdraw()
            events += draft.decision().events
    return Decision(tuple(events))


def compose_internal(command: ComposeInternal, draft: InternalDraft) -> Decision:
    """Whoever it names is named by all that was heard by now, else it is composed again."""
    state = draft.state
    if state.stage != "to_compose" or set(command.debtors) != set(state.debtors):
        return draft.decision()
    if draft.is_over:
        draft.outlive()
        return draft.decision()
    composed = InternalComposed(
        message=state.message,
        person=state.person,
        kind=state.kind,
        template_version=command.template_version,
        language=command.language,
        debtors=command.debtors,
        counts=command.counts,
        content=command.content,
        message_id=command.message_id,
        personal=command.personal,
    )
    draft.record(composed)
    return draft.decision()


def skip_internal(command: SkipInternal, draft: InternalDraft) -> Decision:
    if draft.state.stage == "to_compose":
        draft.end(InternalWithdrawn(**draft.about, reason=command.reason))
    return draft.decision()


def _names(debtor: str, draft: InternalDraft) -> bool:
    return debtor in draft.state.debtors
