"""Builders that speak of creditors, days, items and messages; they take what a test is about."""

from datetime import date
from typing import Any, Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.dunning import PolicyFacts, PolicyStep
from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorFacts,
    CreditorRegistered,
    DebtorChanged,
    DebtorRegistered,
    ImportFinished,
    ImportStarted,
)
from libs.events.contracts.matching import (
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    LedgerCovered,
)
from libs.events.contracts.model import Event
from libs.events.contracts.parties import Contact, PartyPersonal
from libs.events.loop.days import EVERY_ZONE, day_path
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenarios, Told, announced, heard, told
from services.dunning.domain.commands import PublishPolicy
from services.dunning.domain.file import case_of
from services.dunning.handlers.decider import DunningDecider

TENANT: Final = "acme"
CREDITOR: Final = "creditor-1"
DEBTOR: Final = "smith"
ZONE: Final = "Europe/Brussels"
IDS: Final = IdSecret(b"a secret of scenarios, 32 bytes.")

dunning = Scenarios(DunningDecider(IDS))


def eur(text: str) -> Money:
    return read_money(f"{text} EUR")


def on(day: str) -> date:
    return date.fromisoformat(day)


def key(kind: str, identity: str) -> str:
    return path_of(TENANT, kind, identity)


def case_id(debtor: str = DEBTOR, currency: str = "EUR") -> str:
    return case_of(IDS, TENANT, debtor, currency)


def demand_id(day: str, attempt: int = 1, debtor: str = DEBTOR) -> str:
    return IDS.hashed(TENANT, "demand", case_id(debtor), day, str(attempt))


def call_id(day: str, item: str, step: str = "call") -> str:
    return IDS.hashed(TENANT, "call", case_id(), day, item, step)


def task_id(kind: str, about: str, debtor: str = DEBTOR) -> str:
    return IDS.hashed(TENANT, "task", debtor, kind, about)


def step(name: str, anchor: Any, offset: int, channel: Any = "email", **more: Any) -> PolicyStep:
    template = "reminder" if channel == "email" else ""
    fields = {"tone": "reminder", "template": template} | more
    return PolicyStep(step=name, anchor=anchor, offset_days=offset, channel=channel, **fields)


FOUR_STEPS: Final = (
    step("reminder", "after_due", 12),
    step("call", "after_previous", 5, "call", days="business", tone="firm"),
    step("second-call", "after_previous", 5, "call", days="business", tone="firm"),
    step("last-chance", "after_previous", 5, days="business", tone="last", template="last"),
    step("placement", "after_previous", 10, "placement", tone="last"),
)
AROUND_DUE: Final = (
    step("notice", "before_due", 5, tone="notice", template="notice"),
    step("reminder", "after_due", 4),
    step("firm", "after_due", 15, tone="firm", template="firm"),
    step("last", "after_due", 30, tone="last", template="last"),
)


def a_policy(
    name: str = "four-steps", *steps: PolicyStep, if_version: int | None = None, **facts: Any
) -> Told:
    """Without steps: the four. `facts`: further fields of PolicyFacts."""
    policy = PolicyFacts(policy=name, title=name, steps=steps or FOUR_STEPS, **facts)
    command = PublishPolicy(
        facts=policy,
        source_hash=policy.model_dump_json(),
        published_by="paula",
        if_version=if_version,
    )
    return told(key("policy", name), command)


def a_creditor(feed: Any = "none", *, country: str = "BE", **facts: Any) -> Heard:
    known = CreditorFacts(
        creditor=CREDITOR, name="Acme", country=country, zone=ZONE, feed=feed, **facts
    )
    return _said("ingestion", "creditor", CREDITOR, CreditorRegistered(facts=known, revision=1))


def a_changed_creditor(feed: Any = "none", **facts: Any) -> Heard:
    known = CreditorFacts(
        creditor=CREDITOR, name="Acme", country="BE", zone=ZONE, feed=feed, **facts
    )
    return _said("ingestion", "creditor", CREDITOR, CreditorChanged(facts=known, revision=2))


def _said(source: str, kind: str, identity: str, event: Event) -> Heard:
    return announced(source, key(kind, identity), key(kind, identity), event)


def a_debtor(name: str = DEBTOR, *, email: str = "ap@smith.example", country: str = "BE") -> Heard:
    registered = DebtorRegistered(
        debtor=name,
        creditor=CREDITOR,
        found_by="customer_number",
        country=country,
        language="en",
        personal=_personal(email),
    )
    return heard("ingestion", key("debtor", name), key("debtor", name), registered)


def a_changed_debtor(name: str = DEBTOR, *, email: str = "", country: str = "BE") -> Heard:
    changed = DebtorChanged(
        debtor=name, creditor=CREDITOR, country=country, language="en", personal=_personal(email)
    )
    return heard("ingestion", key("debtor", name), key("debtor", name), changed)


def _personal(email: str) -> PartyPersonal:
    return PartyPersonal(name="Smith", contacts=(Contact(email=email),) if email else ())


def a_day(day: str, *, played_by: str = "") -> Heard:
    """A day by the clock, or one that a tenant plays."""
    started = DayStarted(
        day_on=on(day),
        zone=EVERY_ZONE if played_by else ZONE,
        tenant=played_by or None,
        played=bool(played_by),
    )
    path = day_path(started.tenant, started.zone)
    return announced("calendar", path, path, started)


def covered(through: str) -> Heard:
    fact = LedgerCovered(creditor=CREDITOR, through_on=on(through))
    return _said("matching", "creditor", CREDITOR, fact)


def feed_opened(statement: str, account: str = "account-1") -> Heard:
    fact = FeedOpened(account=account, creditor=CREDITOR, statement=statement)
    return _said("matching", "account", account, fact)


def feed_advanced(statement: str, account: str = "account-1", through: str = "2026-03-01") -> Heard:
    fact = FeedAdvanced(
        account=account, creditor=CREDITOR, statement=statement, through_on=on(through)
    )
    return _said("matching", "account", account, fact)


def feed_interrupted(account: str = "account-1") -> Heard:
    fact = FeedInterrupted(
        account=account, creditor=CREDITOR, expected=eur("1.00"), found=eur("2.00"), reason="gap"
    )
    return _said("matching", "account", account, fact)


def feed_resumed(account: str = "account-1") -> Heard:
    fact = FeedResumed(account=account, creditor=CREDITOR)
    return _said("matching", "account", account, fact)


def import_started(import_id: str = "import-1") -> Heard:
    fact = ImportStarted(import_id=import_id, creditor=CREDITOR, started_by="paula")
    return _said("ingestion", "import", import_id, fact)


def import_finished(import_id: str = "import-1") -> Heard:
    fact = ImportFinished(import_id=import_id, creditor=CREDITOR, documents_count=1)
    return _said("ingestion", "import", import_id, fact)
