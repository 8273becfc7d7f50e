"""Each alert asks for metrics that exist and leads to a runbook, which names it or says none."""

from tests.contract.alerts import INDEX, LINK, NO_ALERT, SHOWN, alerts, runbooks
from tests.contract.metrics import exported


def test_each_alert_asks_for_metrics_that_a_process_exports() -> None:
    known = {one.name for one in exported()}

    asked = {alert.name: alert.metrics for alert in alerts()}

    assert all(asked.values())
    assert {name: metrics - known for name, metrics in asked.items() if metrics - known} == {}


def test_each_alert_leads_to_a_runbook_and_each_runbook_has_an_alert_or_says_it_has_none() -> None:
    led_to = {alert.runbook for alert in alerts()}
    called = {name for name, page in runbooks().items() if NO_ALERT not in page}

    assert led_to == {f"docs/runbooks/{page}" for page in called}


def test_a_runbook_shows_the_expression_of_each_alert_that_leads_to_it() -> None:
    pages = runbooks()

    missing = [
        alert.name
        for alert in alerts()
        if f"`{alert.expr}`" not in pages[alert.runbook.rpartition("/")[2]]
    ]

    assert missing == []


def test_a_runbook_shows_a_command_with_its_output() -> None:
    assert [name for name, page in runbooks().items() if not SHOWN.search(page)] == []


def test_the_index_lists_every_runbook_once_and_every_alert() -> None:
    index = INDEX.read_text("utf-8")

    assert sorted(LINK.findall(index)) == list(runbooks())
    assert [alert.name for alert in alerts() if f"`{alert.name}`" not in index] == []


def test_alerts_have_names_of_their_own_and_say_how_bad_it_is() -> None:
    found = alerts()

    assert len({alert.name for alert in found}) == len(found)
    assert {alert.severity for alert in found} == {"warning", "critical"}
