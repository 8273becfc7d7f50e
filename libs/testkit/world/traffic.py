"""Which keys messages come to, and which own sends are still on their way."""

from dataclasses import dataclass, field

from libs.testkit.world.premises import Commit

Key = tuple[str, str]
"""A service and a routing key."""


@dataclass(slots=True)
class Traffic:
    """Of one world, by what its owners committed."""

    keys: list[Key] = field(default_factory=list)
    """Of everything that was decided, each once."""
    under_way: dict[str, Key] = field(default_factory=dict)
    """Where own sends go to that are not decided yet, by id."""
    _known: set[Key] = field(default_factory=set)

    def saw(self, commit: Commit) -> None:
        for command in commit.batch.commands:
            self.under_way[command.id] = (commit.service, command.key)
        for message in commit.decided:
            self.under_way.pop(message.id, None)
            entry = (commit.service, message.key)
            if entry not in self._known:
                self._known.add(entry)
                self.keys.append(entry)
