"""Who was assigned a debtor was mailed its name, and no mail came oftener than it may have."""

from typing import Any

from audit.mails import Mail
from audit.team import mailed
from audit.tests.building import RECORDED, TENANT, Log
from audit.tests.chasing import a_mail

ADDRESSES = {"anna": "c@x", "bert": "b@x"}
NAMES = {"debtor-1": "Maes BV"}


def assigned(log: Log, subject: str) -> Log:
    log.say("portfolio_assigned", "debtor/1", service="ingestion", debtor="debtor-1", sales=subject)
    return log


def internal(log: Log, name: str, **fields: Any) -> Log:
    log.say(f"internal_{name}", "internal/i", service="notifications", message="i", **fields)
    return log


def left(log: Log) -> Log:
    """Composed, its barrier begun at minute 10, and started."""
    internal(log, "composed", message_id="<i@x>")
    return internal(log, "started", attempt=1, token="t", began_at=_at(10))


def _at(minutes: int) -> str:
    return RECORDED.replace(minute=minutes).isoformat()


def whys(log: Log, *mails: Mail) -> list[str]:
    told = {"addresses": ADDRESSES, "names": NAMES}
    return [one.why for one in mailed(log.facts, TENANT, mails, age_max_s=30, **told).wrong]


def its_mail(text: str = "Maes BV") -> Mail:
    return a_mail(message_id="<i@x>", text=text)


def test_an_assignment_that_was_mailed_is_right_and_one_that_was_not_is_told() -> None:
    log = internal(left(assigned(Log(), "anna")), "sent", attempt=1)
    assert whys(log, its_mail()) == []
    assert whys(log, its_mail("Nys NV")) == ["assigned, and not mailed"]
    assert whys(log) == ["assigned, and not mailed", "sent, and not received"]


def test_of_several_assignments_the_last_counts() -> None:
    log = internal(left(assigned(assigned(Log(), "bert"), "anna")), "sent", attempt=1)
    assert whys(log, its_mail()) == []
    assert whys(assigned(log, "bert"), its_mail()) == ["assigned, and not mailed"]
    assert whys(assigned(log, ""), its_mail()) == []


def test_a_mail_that_came_twice_is_told_unless_an_attempt_was_uncertain() -> None:
    log = left(Log())
    twice = (its_mail(), its_mail())
    assert whys(internal(log, "sent", attempt=1), *twice) == ["received oftener than sent"]
    log = internal(left(Log()), "uncertain", attempt=1, last=False)
    internal(log, "started", attempt=2, token="t", began_at=_at(10))
    assert whys(internal(log, "sent", attempt=2, repeated=True), *twice) == []
