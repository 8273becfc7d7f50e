"""The page of metrics lists what is exported, and nothing else."""

from libs.chassis.telemetry import Gauges, types_of
from libs.events.contracts.topology import MATCHING
from tests.contract.metrics import exported, families, on_the_page


def test_the_page_lists_every_metric_with_type_and_labels_and_no_other() -> None:
    page = on_the_page()

    assert sorted(page) == sorted(exported())
    assert len(page) == len({one.name for one in page})


def test_no_metric_has_a_label_without_a_bound() -> None:
    bounded = {"partition", "type", "kind", "outcome", "service"}
    bounded |= {"cause", "result", "error", "reason"}

    assert {label for one in exported() for label in one.labels} == bounded


def test_each_type_of_event_is_counted_from_the_start() -> None:
    gauges = Gauges("matching", types_of(MATCHING))
    gauges.recorded("relance.matching.item_settled.v1", 2)

    lines = gauges.text().decode().splitlines()
    assert 'relance_events_recorded_total{type="relance.matching.item_opened.v1"} 0.0' in lines
    assert 'relance_events_recorded_total{type="relance.matching.key_parked.v1"} 0.0' in lines
    assert 'relance_events_recorded_total{type="relance.matching.item_settled.v1"} 2.0' in lines


def test_what_is_counted_and_timed_is_exported() -> None:
    gauges = Gauges("matching")
    gauges.decided(3, 40, 0.02)
    gauges.took_over(3, 0.4)
    gauges.committed(0.004)
    gauges.folded(0.003)
    gauges.cut_passed(0.002)
    gauges.held_back(3, 11.0)
    gauges.failed("Stale")
    gauges.keyring_failed("missing")

    text = gauges.text().decode()
    for line in (
        'relance_messages_decided_total{partition="3"} 40.0',
        'relance_batch_messages_bucket{le="50.0"} 1.0',
        'relance_batch_messages_bucket{le="20.0"} 0.0',
        'relance_takeover_seconds_bucket{le="0.5"} 1.0',
        'relance_transaction_seconds_bucket{le="0.005"} 1.0',
        "relance_fold_seconds_count 1.0",
        'relance_cut_seconds_bucket{le="0.002"} 1.0',
        'relance_held_back_seconds{partition="3"} 11.0',
        'relance_partition_failures_total{error="Stale"} 1.0',
        'relance_keyring_failures_total{reason="missing"} 1.0',
    ):
        assert line in text.splitlines()
    assert "_created" not in text
    assert "relance_takeovers_total" in families(text)
