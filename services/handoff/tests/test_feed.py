"""An agency's feed is counted without a gap, and each entry is posted until it was taken."""

from datetime import UTC, datetime

from libs.events.contracts.handoff import (
    AgencyRegistered,
    AgencyTold,
    SecretRotated,
    WebhookFailed,
    WebhookQueued,
    WebhookResent,
    WebhookTaken,
)
from libs.events.effects.effect import Content, Effect, Failed, FailedForNow, Sent, Start, Unsure
from libs.testkit.scenarios import Scenario, Told, like, told
from services.handoff.domain.agency_commands import (
    ReportPost,
    ResendEntry,
    RotateSecret,
    StartPost,
    TellAgency,
)
from services.handoff.domain.dispatching import WebhookRules, what_of
from services.handoff.domain.feed import TRIES_MAX, again_at
from services.handoff.domain.refusals import AgencyUnknown, EntryUnknown, OtherProcess
from services.handoff.domain.secrets import key_of, secret_of
from services.handoff.tests.asking import an_agency
from services.handoff.tests.building import AGENCY, IDS, TENANT, agency_key, handoff

URL = "https://agency.example/hook"
AT = "2026-04-01T10:00:00+00:00"


def news(agency: str = AGENCY) -> Told:
    command = TellAgency(
        agency=agency,
        kind="promise_made",
        placement="placement-1",
        creditor="creditor-1",
        debtor="smith",
        facts={"amount": "40.00 EUR"},
    )
    return told(agency_key(agency), command)


def a_post(number: int = 1, attempt: int = 1, *, token: str = "") -> Told:
    command = StartPost(agency=AGENCY, number=number, attempt=attempt, token=token)
    return told(agency_key(), command)


def a_report(attempt: int = 1, *, taken: bool = False, for_good: bool = False) -> Told:
    command = ReportPost(
        agency=AGENCY,
        number=1,
        attempt=attempt,
        taken=taken,
        status=200 if taken else 503,
        reason="" if taken else "answered 503",
        not_before="" if taken else AT,
        for_good=for_good,
    )
    return told(agency_key(), command)


def resent(number: int = 1) -> Told:
    command = ResendEntry(agency=AGENCY, number=number, resent_by="ada")
    return told(agency_key(), command)


def a_posted_entry() -> Scenario:
    return handoff.given(an_agency(webhook_url=URL), news())


def test_a_contract_is_announced_and_said_again_is_no_news() -> None:
    case = handoff.when(an_agency())
    case.then(like(AgencyRegistered, revision=1)).then_copies(like(AgencyRegistered, revision=1))
    case.when(an_agency()).then_nothing().then_answers(revision="1")
    case.when(an_agency(answer_days=9)).then(like(AgencyRegistered, revision=2))


def test_entries_are_numbered_by_agency_without_a_gap() -> None:
    case = handoff.given(an_agency(), an_agency("agency-2"))
    for number in (1, 2, 3):
        case.when(news()).then(like(AgencyTold, agency=AGENCY, number=number, posted=False))
    case.when(news("agency-2")).then(like(AgencyTold, agency="agency-2", number=1))


def test_an_entry_for_a_webhook_is_posted_until_it_is_taken() -> None:
    case = handoff.given(an_agency(webhook_url=URL))
    case.when(news()).then(like(AgencyTold, posted=True), like(WebhookQueued, number=1))
    case.when(a_post()).then_nothing().then_answers(outcome="started")
    case.when(a_report(taken=True)).then(like(WebhookTaken, number=1, tries_count=1, status=200))
    case.when(a_post()).then_nothing().then_answers(outcome="taken")
    case.when(a_report(taken=True)).then_nothing()


def test_who_did_not_begin_a_post_does_not_make_it() -> None:
    a_posted_entry().when(a_post(token="another")).then_refused(OtherProcess)


def test_a_failed_post_comes_again_later_and_in_the_end_no_more() -> None:
    case = a_posted_entry()
    for attempt in range(1, TRIES_MAX):
        case.when(a_report(attempt)).then(
            like(WebhookFailed, tries_count=attempt, not_before=AT, dead=False)
        )
    case.when(a_post(attempt=TRIES_MAX)).then_answers(outcome="started")
    case.when(a_report(TRIES_MAX)).then(like(WebhookFailed, tries_count=TRIES_MAX, dead=True))
    case.when(a_post(attempt=TRIES_MAX + 1)).then_answers(outcome="dead")


def test_an_agency_that_wants_no_more_is_asked_no_more() -> None:
    a_posted_entry().when(a_report(for_good=True)).then(like(WebhookFailed, dead=True))


def test_a_person_has_an_entry_posted_again() -> None:
    case = a_posted_entry()
    case.when(resent()).then_nothing()
    case.given(a_report(for_good=True)).when(resent()).then(like(WebhookResent, resent_by="ada"))
    case.when(a_post()).then_answers(outcome="started")
    case.when(a_report(taken=True)).then(like(WebhookTaken, tries_count=1))
    case.when(resent(2)).then_refused(EntryUnknown, number="2")


def test_a_secret_is_the_next_number_of_the_same_hash() -> None:
    rotation = RotateSecret(agency=AGENCY, before_until=AT, rotated_by="ada")
    case = handoff.given(an_agency())
    case.when(told(agency_key(), rotation)).then(like(SecretRotated, secret_number=2))
    case.when(told(agency_key(), rotation)).then_answers(number="3")
    first, second = (secret_of(IDS, TENANT, AGENCY, number) for number in (1, 2))
    assert first != second != secret_of(IDS, TENANT, "agency-2", 2)
    assert first.startswith("whsec_")
    assert 24 <= len(key_of(first)) <= 64  # bytes, as Standard Webhooks asks for
    handoff.when(told(agency_key(), rotation)).then_refused(AgencyUnknown)


def test_waits_grow_as_standard_webhooks_suggests() -> None:
    waits = [again_at(tries, AT) for tries in (1, 2, TRIES_MAX)]
    assert waits == [
        "2026-04-01T10:00:05+00:00",
        "2026-04-01T10:05:00+00:00",
        "2026-04-02T10:00:00+00:00",
    ]


def test_what_a_server_answered_is_what_is_reported() -> None:
    effect = Effect(what=what_of(AGENCY, 7), attempt=2)
    start = Start(2, "me", AT, {}, Content(""))
    rules = WebhookRules()

    def report(result: Sent | Failed | FailedForNow | Unsure) -> ReportPost:
        command = rules.report(effect, start, result)
        assert isinstance(command, ReportPost)
        assert (command.agency, command.number, command.attempt) == (AGENCY, 7, 2)
        return command

    assert report(Sent("204", AT)).taken
    assert report(Failed("gone", "410")).for_good
    late = report(FailedForNow("answered 503", "", "503"))
    assert (late.status, late.not_before) == (503, "2026-04-01T10:05:00+00:00")
    assert not report(Unsure("cut_off")).taken
    assert rules.may_begin(effect, datetime(2026, 4, 1, tzinfo=UTC))
