"""The summary of a life that was played, as a person reads it."""

from collections.abc import Sequence
from typing import Any, Final

from libs.cli.playing.auditing import money

DIFFERENCES_SHOWN: Final = 20
NAMED_MAX: Final = 5
_COUNTED: Final = ("recalled_by", "gated", "steps", "calls", "promises")
FIGURES: Final = (
    ("invoices", "invoices in"),
    ("credit_notes", "credit notes in"),
    ("applied", "payments applied"),
    ("suggested", "payments suggested"),
    ("unidentified", "payments unidentified"),
    ("returned", "payments taken back by the bank"),
    ("set_aside", "entries set aside"),
    ("open_items", "items open"),
)


def summary_text(audit: dict[str, Any], sentences: Sequence[str]) -> str:
    """Figures of the auditor, sentences of the API."""
    currency = audit["currency"]
    lines = ["", "what the auditor reads in the topics:"]
    for name, said in FIGURES:
        count, amount = audit[name]["count"], money(audit[name]["amount"], currency)
        lines.append(f"  {said:<34}{count:>6}{amount:>20}")
    lines += chase_lines(audit["chase"], currency) if audit["chase"] else []
    lines += agency_lines(audit["handed_over"], currency)
    lines += ["", "a few payments explained:", *(f"  {sentence}" for sentence in sentences)]
    lines += ["", "who owes most:"]
    for one in audit["owing"]:
        name = f"{one['name']} ({one['customer']})"
        lines.append(f"  {name:<40}{money(one['amount'], currency):>20}")
    lines += ["", *_verdict(audit)]
    return "\n".join(lines)


def agency_lines(cases: dict[str, int], currency: str) -> list[str]:
    """What agencies were given, what they brought, what they still have; nothing: no lines."""
    if not cases["offered"]:
        return []
    rows = (
        ("cases placed with an agency", cases["offered"], ""),
        ("actions of the agency", cases["actions"], ""),
        ("recovered by the agency", cases["recoveries"], money(cases["recovered"], currency)),
        ("remitted net of fees", cases["remittances"], money(cases["remitted"], currency)),
        ("kept by contract", "", money(cases["fees"], currency)),
        ("left on its clearing account", "", money(cases["clearing"], currency)),
        ("cases closed", cases["closed"], ""),
    )
    return [f"  {said:<34}{count:>6}{amount:>20}".rstrip() for said, count, amount in rows]


def chase_lines(chase: dict[str, Any], currency: str) -> list[str]:
    """What was asked for, what was not, and why."""
    sent = f"{chase['sent']:>6}{money(chase['asked'], currency):>20}"
    by = {name: _most(chase[name]) for name in _COUNTED}
    promises, gated = sum(chase["promises"].values()), sum(chase["gated"].values())
    lines = [
        f"  {'demands sent':<34}{sent}",
        f"  {'demands recalled':<34}{chase['recalled']:>6}  {by['recalled_by']}",
        f"  {'gates that closed':<34}{gated:>6}  {by['gated']}",
        f"  {'steps taken':<34}{sum(chase['steps'].values()):>6}  {by['steps']}",
        f"  {'calls':<34}{sum(chase['calls'].values()):>6}  {by['calls']}",
        f"  {'promises':<34}{promises:>6}  {by['promises']}",
    ]
    if true := chase["true"]:
        lines += [
            f"  of {true['paid_in_time']} invoices that were paid in time, "
            f"{true['paid_in_time_asked']} were asked for",
            f"  of {true['never_paid']} that nobody paid for three weeks, "
            f"{true['never_paid_asked']} were asked for",
        ]
    return lines


def _most(counts: dict[str, int]) -> str:
    """The most frequent ones, by name."""
    said = [f"{count} {name}" for name, count in counts.items()]
    return ", ".join([*said[:NAMED_MAX], *(["…"] if len(said) > NAMED_MAX else [])])


def _verdict(audit: dict[str, Any]) -> list[str]:
    """Held against the truth of the life and the bank's closing balances."""
    known = audit["known"]
    lines = [
        f"payments that can be known: {known['certain']}; applied exactly {known['exact']}, "
        f"wrongly {known['wrong']}, left to a person {known['left_to_a_person']}",
        *(f"  {one}" for one in known["left"]),
        f"cents unaccounted for: {audit['cents_unaccounted']}",
    ]
    if audit["chase"]:
        lines += _chase_verdict(audit["chase"])
    if audit["agrees"]:
        lines.append("all agrees with the life's truth and the bank's closing balances")
    for one in audit["differences"][:DIFFERENCES_SHOWN]:
        held = f"expected {one['expected']}, found {one['found']}"
        lines.append(f"DIFFERS {one['where']}: {one['stream']}: {held}")
    return lines


def _chase_verdict(chase: dict[str, Any]) -> list[str]:
    """Of each wrong, of what is missing, and of what was held for nothing, the first few."""
    lines = [f"wrongful demands: {chase['wrongful']}"]
    for one in chase["wrongs"][:DIFFERENCES_SHOWN]:
        lines.append(f"WRONGFUL {one['why']}: {one['about']} in {one['message']}")
    for one in chase["missing"][:DIFFERENCES_SHOWN]:
        held = f"expected {one['expected']}, found {one['found']}"
        lines.append(f"MISSING {one['where']}: {one['stream']}: {held}")
    return [*lines, *_held_for_nothing(chase["founded"])]


def _held_for_nothing(founded: dict[str, Any]) -> list[str]:
    lines = [f"held for nothing: {len(founded['needless'])} of {sum(founded['judged'].values())}"]
    for one in founded["needless"][:DIFFERENCES_SHOWN]:
        about = f"{one['demand'] or one['case']} on {one['day_on']}"
        lines.append(f"NEEDLESS {one['what']} by {one['gate']}: {about}: {one['why']}")
    return lines


def next_text(home: str, page: str, *, is_kept: bool, console: str = "") -> str:
    """What to look at next."""
    if not is_kept:
        return (
            f"\nits mails, a debtor's timeline and the ageing: {page}"
            "\nwhat it started is stopped; `make demo KEEP=1` leaves it running to look around,"
            "\n`make demo SEED=2` plays another life, `make up` is a platform for your own files"
        )
    return "\n".join(
        [
            "",
            f"its mails, a debtor's timeline and the ageing: {page}",
            *([f"the console, as a credit controller: {console}"] if console else ()),
            "it is left running; to look around:",
            f"  .venv/bin/relance cases --next --home {home}",
            f"  .venv/bin/relance calls --home {home}",
            f"  .venv/bin/relance payments --outcome suggested --home {home}",
            f"  .venv/bin/relance debtor list --home {home}",
            f"  .venv/bin/relance items --home {home}",
            f"  .venv/bin/relance placements list --home {home}",
            f"  .venv/bin/relance verify --home {home}",
            f"to stop it: .venv/bin/relance down --home {home}",
        ]
    )
