"""From what matching and people say of items and debtors to what may hold a demand back."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from audit.cents import cents
from audit.log import Fact
from audit.reasons import Reason, Reasons

ONE_DAY = timedelta(days=1)
Handler = Callable[[Reasons, Fact], None]


def _item_opened(reasons: Reasons, fact: Fact) -> None:
    f = fact.fields
    reasons.open[f["item"]].set(fact, cents(f["amount"]))
    reasons.currency[f["item"]] = f["amount"].split(" ")[1]
    reasons.due[f["item"]].set(fact, f["due_on"])


def _moved(reasons: Reasons, fact: Fact, amount: int) -> None:
    """What is open of an item is less by so much, and what lies on account with it."""
    f = fact.fields
    history = reasons.open[f["item"]]
    history.set(fact, history.last(0) - amount)
    _on_account(reasons, fact, reasons.sources.get(f["source"], f.get("debtor", "")), -amount)


def _allocated(reasons: Reasons, fact: Fact) -> None:
    amount = cents(fact.fields["amount"])
    _moved(reasons, fact, amount)
    if fact.fields.get("source_kind") == "credit":
        reasons.credits[fact.fields["item"]].append((fact, amount))


def _reversed(reasons: Reasons, fact: Fact) -> None:
    _moved(reasons, fact, -cents(fact.fields["amount"]))


def _cancelled(reasons: Reasons, fact: Fact) -> None:
    history = reasons.open[fact.fields["item"]]
    history.set(fact, history.last(0) - cents(fact.fields["written_back"]))


def _extended(reasons: Reasons, fact: Fact) -> None:
    reasons.due[fact.fields["item"]].set(fact, fact.fields["due_on"])


def _on_account(reasons: Reasons, fact: Fact, debtor: str, amount: int) -> None:
    history = reasons.account[debtor, fact.fields["amount"].split(" ")[1]]
    history.set(fact, history.last(0) + amount)


def _booked(kind: str) -> Handler:
    def booked(reasons: Reasons, fact: Fact) -> None:
        reasons.sources[fact.fields[kind]] = fact.fields["debtor"]
        _on_account(reasons, fact, fact.fields["debtor"], cents(fact.fields["amount"]))

    return booked


def _moved_in(kind: str) -> Handler:
    """What of it lies on account lies at the debtor that it came to."""

    def moved(reasons: Reasons, fact: Fact) -> None:
        f = fact.fields
        reasons.sources[f[kind]] = f["debtor"]
        on_account = cents(f["on_account"])
        _on_account(reasons, fact, f["came_from"], -on_account)
        _on_account(reasons, fact, f["debtor"], on_account)

    return moved


def _taken_back(reasons: Reasons, fact: Fact) -> None:
    _on_account(reasons, fact, fact.fields["debtor"], -cents(fact.fields["amount"]))


def _moved_out(reasons: Reasons, fact: Fact) -> None:
    reasons.moved[fact.fields["item"]].append(fact)


def _reopened(reasons: Reasons, fact: Fact) -> None:
    reasons.reopened[fact.fields["item"]].append(fact)


def _adopted(reasons: Reasons, fact: Fact) -> None:
    if fact.fields.get("reopened"):
        reasons.adopted[fact.fields["item"]].append(fact)


def _begins(kind: str, held: str, name: str) -> Handler:
    """By the fields that say what is held, and which one of its kind this is."""

    def begun(reasons: Reasons, fact: Fact) -> None:
        reasons.begin((kind, fact.fields[held]), Reason(fact.fields[name], fact))

    return begun


def _ends(kind: str, held: str, name: str) -> Handler:
    def ended(reasons: Reasons, fact: Fact) -> None:
        reasons.end((kind, fact.fields[held]), fact.fields[name], fact)

    return ended


def _disputed(reasons: Reasons, fact: Fact) -> None:
    reasons.begin(("dispute", fact.fields["item"]), contested(fact, fact.fields))


def contested(fact: Fact, said: Mapping[str, Any]) -> Reason:
    """A dispute as `fact` tells of it in `said`; without an amount it is about all of the item."""
    amount = cents(said["amount"]) if said.get("amount") else None
    return Reason(said["dispute"], fact, amount=amount)


def _resolved(reasons: Reasons, fact: Fact) -> None:
    """One that was granted goes on holding: its credit note is waited for."""
    if fact.fields["resolution"] == "refused":
        _ends("dispute", "item", "dispute")(reasons, fact)


def promised(reasons: Reasons, fact: Fact) -> None:
    for item in fact.fields["items"]:
        reasons.begin(("promise", item), Reason(fact.fields["promise"], fact))


def _all_of(kind: str) -> Handler:
    """Over, whatever it was about."""

    def ended(reasons: Reasons, fact: Fact) -> None:
        for held in reasons.named[kind, fact.fields[kind]]:
            reasons.end((kind, held), fact.fields[kind], fact)

    return ended


def _claimed(reasons: Reasons, fact: Fact) -> None:
    about = ("claim", fact.fields["item"])
    reasons.end(about, "", fact)
    reasons.begin(about, claimed(fact, fact.fields["until_on"]))


def claimed(fact: Fact, until_on: str) -> Reason:
    """That an item is said to be paid: believed until the day before."""
    return Reason("", fact, through_on=date.fromisoformat(until_on) - ONE_DAY)


def _paused(reasons: Reasons, fact: Fact) -> None:
    about = ("pause", fact.fields["debtor"])
    reasons.end(about, "", fact)
    through_on = date.fromisoformat(fact.fields["until_on"])
    reasons.begin(about, Reason("", fact, through_on=through_on))


def _resumed(reasons: Reasons, fact: Fact) -> None:
    reasons.end(("pause", fact.fields["debtor"]), "", fact)


def _placed(reasons: Reasons, fact: Fact) -> None:
    for one in fact.fields["items"]:
        reasons.begin(("placement", one["item"]), Reason(fact.fields["placement"], fact))


def _handed_over(reasons: Reasons, fact: Fact) -> None:
    """With an agency, or on its way there, whoever asked for it."""
    note_placement(reasons, fact, fact.fields["item"], fact.fields)


def note_placement(reasons: Reasons, fact: Fact, item: str, said: Mapping[str, Any]) -> None:
    """Whether a placement has an item, as `fact` tells of it in `said`."""
    about, name = ("placement", item), said["placement"]
    if said["is_out"]:
        reasons.begin(about, Reason(name, fact))
    else:
        reasons.end(about, name, fact)


def _called(reasons: Reasons, fact: Fact) -> None:
    for item in fact.fields["items"]:
        reasons.begin(("call", item), Reason(fact.fields["call"], fact))


OF_ITEMS: Mapping[tuple[str, str], Handler] = {
    ("matching", "item_opened"): _item_opened,
    ("matching", "payment_allocated"): _allocated,
    ("matching", "allocation_reversed"): _reversed,
    ("matching", "item_cancelled"): _cancelled,
    ("matching", "item_reopened"): _reopened,
    ("matching", "item_moved_out"): _moved_out,
    ("matching", "due_date_extended"): _extended,
    ("matching", "share_booked"): _booked("share"),
    ("matching", "share_taken_back"): _taken_back,
    ("matching", "credit_booked"): _booked("credit"),
    ("matching", "share_moved_in"): _moved_in("share"),
    ("matching", "credit_moved_in"): _moved_in("credit"),
    ("matching", "settlement_suspected"): _begins("suspicion", "item", "by"),
    ("matching", "suspicion_lifted"): _ends("suspicion", "item", "by"),
    ("matching", "suspicion_expired"): _ends("suspicion", "item", "by"),
    ("dunning", "item_changed"): _adopted,
    ("dunning", "promise_made"): promised,
    ("dunning", "promise_kept"): _all_of("promise"),
    ("dunning", "promise_broken"): _all_of("promise"),
    ("dunning", "promise_ended"): _all_of("promise"),
    ("dunning", "dispute_opened"): _disputed,
    ("dunning", "dispute_resolved"): _resolved,
    ("dunning", "paid_claim_noted"): _claimed,
    ("dunning", "dunning_paused"): _paused,
    ("dunning", "dunning_resumed"): _resumed,
    ("dunning", "placement_proposed"): _placed,
    ("dunning", "placement_noted"): _handed_over,
    ("dunning", "call_scheduled"): _called,
    ("dunning", "call_logged"): _all_of("call"),
    ("dunning", "call_missed"): _all_of("call"),
    ("dunning", "call_dropped"): _all_of("call"),
}
