"""From the facts of all services to what may hold a demand back."""

from collections.abc import Iterable, Mapping
from datetime import date

from audit.gathering_items import OF_ITEMS, Handler
from audit.gathering_moves import OF_MOVES
from audit.heard import Heard
from audit.log import Fact
from audit.reasons import Left, Reason, Reasons, copy_of

NO_TENANT = "-"


def reasons_of(facts: Iterable[Fact], tenant: str, silent: frozenset[str] | None = None) -> Reasons:
    """Follow one tenant's facts. `silent`: debtors whom no mail reaches, where that is known."""
    every = sorted(facts, key=lambda one: one.recorded_at)
    reasons = Reasons(Heard(every), silent=silent)
    # Of what is announced, each partition decides by its own copy; a log by hand has none.
    copied = {fact.name for fact in every if "@" in fact.stream}
    is_played = any(_is_ours(fact, tenant) for fact in every if fact.name == "day_started")
    for fact in every:
        if fact.name in _PARKING:
            # Whose it is stands in the fact: poison may hold every tenant.
            _PARKING[fact.name](reasons, fact)
        handler = _HANDLERS.get((fact.service, fact.name))
        is_original = fact.name in copied and "@" not in fact.stream
        if handler is None or is_original or fact.tenant not in (tenant, NO_TENANT):
            continue
        if fact.name != "day_started" or not is_played or _is_ours(fact, tenant):
            handler(reasons, fact)
    return reasons


def _is_ours(day: Fact, tenant: str) -> bool:
    return bool(day.fields.get("tenant") == tenant)


def _begins(kind: str, name: str) -> Handler:
    """Of a whole creditor, in the partition that has the copy."""

    def begun(reasons: Reasons, fact: Fact) -> None:
        about = (kind, copy_of(fact.fields["creditor"], fact.partition))
        known = [one for one in reasons.holds[about] if one.name == fact.fields[name]]
        # A statement and an import end once and for all; an account may have its next gap.
        if not known or (kind == "gap" and known[-1].over is not None):
            reasons.begin(about, Reason(fact.fields[name], fact))

    return begun


def _ends(kind: str, name: str) -> Handler:
    def ended(reasons: Reasons, fact: Fact) -> None:
        about = (kind, copy_of(fact.fields["creditor"], fact.partition))
        reasons.end(about, fact.fields[name], fact)

    return ended


def _creditor(reasons: Reasons, fact: Fact) -> None:
    facts = fact.fields["facts"]
    reasons.creditors[facts["creditor"], fact.partition].set(fact, facts)


def _debtor(reasons: Reasons, fact: Fact) -> None:
    debtor = fact.fields["debtor"]
    reasons.country[debtor].set(fact, fact.fields.get("country", ""))
    if fact.name == "debtor_changed":
        reasons.changed[debtor].append(fact)


def _covered(reasons: Reasons, fact: Fact) -> None:
    history = reasons.cover[fact.fields["creditor"], fact.partition]
    through_on = date.fromisoformat(fact.fields["through_on"])
    history.set(fact, max(through_on, history.last(None) or through_on))


def _policy(reasons: Reasons, fact: Fact) -> None:
    facts, version = fact.fields["facts"], fact.fields["version"]
    reasons.policies[facts["policy"], fact.partition].set(fact, facts)
    reasons.ladders[facts["policy"], version] = tuple(facts["steps"])


def _case(reasons: Reasons, fact: Fact) -> None:
    f = fact.fields
    reasons.cases[f["case"]].set(fact, (f["policy"], f.get("policy_version", 1)))


def _followed(reasons: Reasons, fact: Fact) -> None:
    reasons.followed[fact.fields["case"]].append(fact.fields["item"])


def _step(reasons: Reasons, fact: Fact) -> None:
    f, history = fact.fields, reasons.steps[fact.fields["item"]]
    others = {name: on for name, on in history.last({}).items() if name != f["step"]}
    is_had = fact.name == "step_taken"
    now = {f["step"]: date.fromisoformat(f["taken_on"])} if is_had else {}
    history.set(fact, {**others, **now})


def _proposed(reasons: Reasons, fact: Fact) -> None:
    reasons.demands[fact.fields["demand"]] = fact


def _recalled(reasons: Reasons, fact: Fact) -> None:
    reasons.recalls[fact.fields["demand"]].append(fact)


def _sent(reasons: Reasons, fact: Fact) -> None:
    demand = reasons.demands.get(fact.fields["demand"])
    if demand is not None:
        day_on = date.fromisoformat(demand.fields["day_on"])
        reasons.left[fact.fields["case"]].append(Left(fact.fields["demand"], day_on, fact))


def _ended(reasons: Reasons, fact: Fact) -> None:
    """A person may say of a message that nothing else tells of that it left."""
    f = fact.fields
    if (f["outcome"], f.get("reason")) == ("said_by_person", "left"):
        _sent(reasons, fact)


def _bounced(reasons: Reasons, fact: Fact) -> None:
    if fact.fields.get("permanent"):
        reasons.bounced[fact.fields["demand"]].append(fact)
        reasons.unreached[fact.fields["debtor"]].append(fact)


def _failed(reasons: Reasons, fact: Fact) -> None:
    if fact.fields["reason"] in ("address_missing", "address_invalid"):
        reasons.unreached[fact.fields["debtor"]].append(fact)


def _day(reasons: Reasons, fact: Fact) -> None:
    reasons.days.append((fact, date.fromisoformat(fact.fields["day_on"])))


def _parked(reasons: Reasons, fact: Fact) -> None:
    reasons.parked[fact.service, fact.fields["key"]].append(Reason("parked", fact))


def _freed(reasons: Reasons, fact: Fact) -> None:
    for reason in reasons.parked[fact.service, fact.fields["key"]]:
        reason.over = reason.over or fact


_PARKING: Mapping[str, Handler] = {"key_parked": _parked, "key_freed": _freed}
_HANDLERS: Mapping[tuple[str, str], Handler] = {
    **OF_ITEMS,
    **OF_MOVES,
    ("calendar", "day_started"): _day,
    ("ingestion", "creditor_registered"): _creditor,
    ("ingestion", "creditor_changed"): _creditor,
    ("ingestion", "debtor_registered"): _debtor,
    ("ingestion", "debtor_changed"): _debtor,
    ("ingestion", "import_started"): _begins("import", "import_id"),
    ("ingestion", "import_finished"): _ends("import", "import_id"),
    ("matching", "feed_opened"): _begins("feed", "statement"),
    ("matching", "feed_advanced"): _ends("feed", "statement"),
    ("matching", "feed_interrupted"): _begins("gap", "account"),
    ("matching", "feed_resumed"): _ends("gap", "account"),
    ("matching", "ledger_covered"): _covered,
    ("dunning", "policy_published"): _policy,
    ("dunning", "case_opened"): _case,
    ("dunning", "item_followed"): _followed,
    ("dunning", "item_taken_in"): _followed,
    ("dunning", "step_taken"): _step,
    ("dunning", "step_undone"): _step,
    ("dunning", "demand_proposed"): _proposed,
    ("dunning", "demand_recalled"): _recalled,
    ("dunning", "demand_ended"): _ended,
    ("notifications", "message_sent"): _sent,
    ("notifications", "message_bounced"): _bounced,
    ("notifications", "message_failed"): _failed,
}
