"""The rows of every service equal a fold of its log from the beginning, row for row."""

from libs.events.loop.folding import fold, no_depths, streams_of
from libs.events.loop.working import Loaded
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.world.wire import Spot
from libs.testkit.world.world import World


def check_refold(world: World) -> None:
    """Raises Wrong with the first stream that differs."""
    for service, partition in world.sites:
        _check(world, service, partition)


def _check(world: World, service: str, partition: int) -> None:
    premises = world.premises
    topics, database = premises.topology[service], premises.databases[service]
    log = premises.broker.topic(topics.events_topic).partitions[partition]
    logged = [
        premises.wire.read_own(service, Spot(log.topic, partition, offset), content)
        for offset, content in log.read(0)
    ]
    nothing = Loaded(rows=dict.fromkeys(streams_of(logged)))
    folded = fold(premises.rules[service], logged, nothing, no_depths())
    rows = database.shelves[partition].rows
    for stream in sorted(folded.rows.keys() | rows.keys()):
        if folded.rows.get(stream) != rows.get(stream):
            raise Wrong(
                "refold",
                f"{service}'s row {stream} is {rows.get(stream)}, its log says "
                f"{folded.rows.get(stream)}",
                (stream,),
            )
    checkpoint = database.checkpoints[partition]
    if folded.depths != checkpoint.depths:
        raise Wrong("refold", f"{service}/{partition} has other depths than its log")
