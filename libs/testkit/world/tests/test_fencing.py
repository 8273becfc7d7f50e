"""What an owner may do that was fenced and has not noticed, step by step."""

from libs.events.codec.writing import NewQuestion
from libs.kernel.keys import partition_of
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.tests.purses import KEYS, Counted, Look
from libs.testkit.world.tests.test_world import a_world
from libs.testkit.world.world import Site, World

HERE: Site = ("purses", 0)
KEY = next(key for key in KEYS if partition_of(key, 3) == 0)


def take_over(world: World, site: Site) -> None:
    while site not in world.owners or not world.owners[site].ready:
        world.step_owner(site)


def test_an_owner_that_was_fenced_does_not_pass_what_its_successor_wrote() -> None:
    """Its token is in the row, since it put it late: what it moves there is believed.

    One has started its producer and stands still. Another one takes over, and has loaded what
    its batch needs. Now the first puts its token, reads the high watermark, and waits for a cut;
    the second writes and commits. Were the first to move the checkpoint to the high watermark,
    the second would take over behind its own records, and decide its input once more.
    """
    world = a_world(1)
    habits = world.premises.habits
    habits.asides = 0.0
    for number in (1, 2):
        take_over(world, ("purses", number))
    world.step_owner(HERE)
    world.step_owner(HERE)
    first = world.owners[HERE]
    world.replace(HERE)
    fenced = world.zombies[0]
    take_over(world, HERE)
    second = world.owners[HERE]
    look = NewQuestion(id="q1", tenant="t", key=KEY, command=Look(), body_hash="h")
    world.post("purses", look)
    habits.asides = 1.0
    for _ in range(5):  # three ends and the checkpoints of a cut, then what was loaded
        world.step_owner(HERE)
    while not first.ready:
        fenced.step()
    assert second.own_log.end == 0
    habits.asides = 0.0
    world.step_owner(HERE)
    assert second.own_log.end == 2
    assert world.premises.databases["purses"].checkpoints[0].token == first.tenure.stored.token
    for _ in range(4):
        if not fenced.ended:
            fenced.step()
    versions: list[int] = []
    world.watchers.append(
        lambda commit: versions.extend(
            new.version for new in commit.batch.events if isinstance(new.event, Counted)
        )
    )
    Scheduler(world, Weather(), lambda: False, []).drain()
    assert versions == [1]
