"""What dunning says of tasks: what a person has to look at."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from libs.events.contracts.model import Event, fields_of

TaskKindV1 = Literal[
    "call_was_not_made",
    "address_missing",
    "message_bounced",
    "message_failed",
    "message_uncertain",
    "promise_not_judged",
    "promise_broken",
    "suspicion_expired",
    "dispute_due",
    "paid_claim",
    "ladder_ended",
]
TaskKind = Literal[
    "call_was_not_made",
    "address_missing",
    "message_bounced",
    "message_failed",
    "message_uncertain",
    "promise_not_judged",
    "promise_broken",
    "suspicion_expired",
    "dispute_due",
    "paid_claim",
    "ladder_ended",
    "plan_not_judged",
    "plan_broken",
]
_IN_V1: Final[Mapping[str, str]] = {
    "plan_not_judged": "promise_not_judged",
    "plan_broken": "promise_broken",
}
"""For readers of the version before: the task of theirs that is the most alike."""


class TaskOpenedV1(Event, type="relance.dunning.task_opened.v1"):
    """As it was first written: without the tasks of plans."""

    task: str
    kind: TaskKindV1
    creditor: str
    debtor: str
    case: str
    about: str
    """Id of the item, call, promise, message or suspicion that it is about."""
    opened_on: date | None

    def upcast(self) -> "TaskOpened":
        return TaskOpened(**fields_of(self))


class TaskOpened(Event, type="relance.dunning.task_opened.v2", older=(TaskOpenedV1,)):
    """A person has to look at something; the same thing is one task."""

    task: str
    kind: TaskKind
    creditor: str
    debtor: str
    case: str
    about: str
    """Id of the item, call, promise, message or suspicion that it is about."""
    opened_on: date | None

    def downcast(self) -> TaskOpenedV1:
        return TaskOpenedV1(**fields_of(self) | {"kind": _IN_V1.get(self.kind, self.kind)})


class TaskDone(Event, type="relance.dunning.task_done.v1"):
    """A task is out of the way."""

    task: str
    creditor: str
    debtor: str
    done_by: str
    """Empty: what it was about went away by itself."""


TASK_EVENTS: tuple[type[Event], ...] = (TaskOpened, TaskDone)
