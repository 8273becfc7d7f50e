"""An attempt starts only for the process that decides it: nobody else may perform it."""

from libs.events.contracts.notifications import SendStarted
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.owner import Owner
from libs.testkit.world.premises import Commit
from libs.testkit.world.world import World


class Starts:
    """Knows which processes of notifications live: the owners, and the replaced ones."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._owners: dict[str, Owner] = {}

    def saw(self, commit: Commit) -> None:
        site = (commit.service, commit.partition)
        owner = self._world.owners.get(site)
        if owner is not None:
            self._owners[owner.process] = owner
        for new in commit.batch.events:
            if isinstance(new.event, SendStarted):
                started = self._owners.get(new.event.token)
                lives = started is not None and (started is owner or not started.is_member)
                must(
                    lives,
                    "start",
                    f"attempt {new.event.attempt} of {new.event.message} starts for "
                    f"{new.event.token}, which is gone",
                    new.event.message,
                )
