"""What came back: a delivery status report for a message that left."""

from libs.events.contracts.notifications import MessageBounced
from libs.events.loop.decider import Decision
from services.notifications.domain.commands import NoteBounce
from services.notifications.domain.deciding import Draft
from services.notifications.domain.message import FOR_GOOD, bounced_as
from services.notifications.domain.refusals import NeverLeft


def note_bounce(command: NoteBounce, draft: Draft) -> Decision:
    """The same news twice is one; `for now` may become `for good`, never the other way.

    Raises NeverLeft.
    """
    if not draft.state.attempt:
        raise NeverLeft(message=command.message)
    known, told = draft.state.bounced, bounced_as(command.status, permanent=command.permanent)
    if known != told and not known.endswith(FOR_GOOD):
        bounced = MessageBounced(**draft.about, status=command.status, permanent=command.permanent)
        draft.record(bounced)
    return draft.decision()
