"""What a process tells of its partitions."""

from libs.chassis.telemetry import Gauges


def test_what_waits_in_a_partition_is_told_by_its_owner_alone() -> None:
    """Told on by who had it before, it would be scaled by for ever."""
    gauges = Gauges("matching")
    for partition in (1, 3):
        gauges.owned(partition, here=True)
        gauges.lag(partition, 2_000)
        gauges.bulk_lag(partition, 700)
        gauges.held_back(partition, 5.0)
    gauges.owned(3, here=False)
    gauges.owned(7, here=False)
    told = gauges.text().decode()
    assert 'relance_partition_owned{partition="3"} 0.0' in told
    for name in ("relance_lag_messages", "relance_bulk_lag_messages", "relance_held_back_seconds"):
        assert f'{name}{{partition="1"}}' in told
        assert f'{name}{{partition="3"}}' not in told
