"""A record that holds nothing but positions, when they stood in the database alone too long."""

from collections.abc import Mapping

from libs.events.contracts.runtime import PositionsNoted
from libs.events.loop.batch import Batch, NewEvent, Row
from libs.events.loop.deciding import derived_id
from libs.events.loop.parking import runtime_stream
from libs.events.loop.working import Loaded, Rules, Working
from libs.kernel.keys import NO_TENANT


def positions_noted(
    rules: Rules, number: int, row: Row | None, positions: Mapping[str, int]
) -> Batch:
    """The batch that notes `positions`; `row` is the runtime's own stream of such records."""
    stream = runtime_stream("positions", number)
    work = Working(rules, Loaded(rows={stream: row}))
    version = work.apply(stream, stream, PositionsNoted())
    cause = derived_id(rules.decider.service, "positions", number)
    event = NewEvent(
        id=derived_id(rules.decider.service, cause, "event", stream, version),
        tenant=NO_TENANT,
        key=stream,
        stream=stream,
        version=version,
        event=PositionsNoted(),
        depth=0,
        causation=cause,
        correlation=cause,
    )
    return Batch(taken=0, positions=positions, events=(event,), rows=dict(work.changed))
