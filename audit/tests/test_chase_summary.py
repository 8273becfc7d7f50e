"""The figures of a chase, and that it disagrees when anything is wrong."""

from audit.chase_summary import Chased, Evidence, chased
from audit.chase_text import chase_text
from audit.mails import Mail
from audit.tests.building import TENANT
from audit.tests.chasing import Chasing, a_chase, a_mail, asked_and_sent
from audit.tests.holding import gated, recalled
from audit.tests.test_chased_truth import a_truth


def summed(chase: Chasing, *mails: Mail) -> Chased:
    return chased(Evidence(chase.facts, chase.asked, mails, a_truth("2026-02-20")), TENANT)


def test_a_chase_that_is_right_agrees_in_every_figure() -> None:
    chase = asked_and_sent(a_chase())
    chase.dunning("dispute_opened", "item/F-1", item="F-1", dispute="x", amount=None)
    gated(chase, "disputed_items_wait", "F-1")
    chase.at(40).proposed(demand="d2", step="last", day="2026-02-26")
    recalled(chase, "disputed_items_wait", "F-1", demand="d2")
    withdrawn = {"reason": "recalled", "gate": "disputed_items_wait"}
    chase.notifications("message_withdrawn", message="m2", demand="d2", **withdrawn)
    chase.dunning("demand_ended", "demand/d2", demand="d2", outcome="withdrawn")

    found = summed(chase, a_mail())

    assert found.agrees
    assert (found.proposed, found.sent, found.recalled, found.withdrawn) == (2, 1, 1, 1)
    assert (found.mails, found.copies, found.asked, found.wrongful) == (1, 0, 10000, 0)
    assert found.gated == found.recalled_by == {"disputed_items_wait": 1}
    assert found.founded.judged == {"gated": 1, "recalled": 1, "withdrawn": 1}
    assert found.steps == {"reminder": 1}
    assert "wrongful demands              0" in chase_text(found)


def test_one_demand_with_two_faults_is_one_wrongful_demand() -> None:
    chase = a_chase()
    chase.at(9).allocated_to("F-1", "100.00 EUR")
    found = summed(asked_and_sent(chase))

    assert not found.agrees
    assert [wrong.why for wrong in found.wrongs] == ["settled before", "sent, and not received"]
    assert found.wrongful == 1
    text = chase_text(found)
    assert "WRONGFUL settled before: F-1 in m1: expected 0.00 EUR, found 100.00 EUR" in text


def test_what_is_owed_disagrees_too() -> None:
    chase = asked_and_sent(a_chase())
    chase.at(40).proposed(demand="d2", step="last", day="2026-02-26")
    chase.day("2026-02-27")
    found = summed(chase, a_mail())

    assert not found.agrees
    assert found.wrongful == 0
    assert "MISSING demand without an outcome: d2" in chase_text(found)
