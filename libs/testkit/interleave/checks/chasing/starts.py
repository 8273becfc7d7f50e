"""An attempt starts only for a process that lives: nobody else may perform it."""

from collections.abc import Sequence

from libs.events.contracts.notifications import SendStarted
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.dispatching import DispatchTask
from libs.testkit.world.premises import Commit


class Starts:
    """Knows which processes of notifications live: the owners', and the replaced ones."""

    def __init__(self, tasks: Sequence[DispatchTask]) -> None:
        self._tasks = tasks

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, SendStarted):
                must(
                    new.event.token in self._living(),
                    "start",
                    f"attempt {new.event.attempt} of {new.event.message} starts for "
                    f"{new.event.token}, which is gone",
                    new.event.message,
                )

    def _living(self) -> set[str]:
        lives = [life for task in self._tasks for life in (task.life, *task.zombies)]
        return {life.owner.process for life in lives if life is not None}
