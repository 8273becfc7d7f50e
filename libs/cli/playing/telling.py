"""The summary of a life that was played, as a person reads it."""

from collections.abc import Sequence
from typing import Any, Final

from libs.cli.playing.auditing import money

DIFFERENCES_SHOWN: Final = 20
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
    lines += ["", "a few of them explained:", *(f"  {sentence}" for sentence in sentences)]
    lines += ["", "who owes most:"]
    for one in audit["owing"]:
        name = f"{one['name']} ({one['customer']})"
        lines.append(f"  {name:<40}{money(one['amount'], currency):>20}")
    lines += ["", *_verdict(audit)]
    return "\n".join(lines)


def _verdict(audit: dict[str, Any]) -> list[str]:
    """Held against the truth of the life and the bank's closing balances."""
    known = audit["known"]
    lines = [
        f"payments that can be known: {known['certain']}; applied exactly {known['exact']}, "
        f"wrongly {known['wrong']}, left to a person {known['left_to_a_person']}",
        *(f"  {one}" for one in known["left"]),
        f"cents unaccounted for: {audit['cents_unaccounted']}",
    ]
    if audit["agrees"]:
        lines.append("all agrees with the life's truth and the bank's closing balances")
    for one in audit["differences"][:DIFFERENCES_SHOWN]:
        held = f"expected {one['expected']}, found {one['found']}"
        lines.append(f"DIFFERS {one['where']}: {one['stream']}: {held}")
    return lines


def next_text(home: str, *, is_kept: bool) -> str:
    """What to look at next."""
    if not is_kept:
        return (
            "\nwhat it started is stopped; `make demo KEEP=1` leaves it running to look around,"
            "\n`make demo SEED=2` plays another life, `make up` is a platform for your own files"
        )
    return "\n".join(
        [
            "",
            "it is left running; to look around:",
            f"  .venv/bin/relance payments --outcome suggested --home {home}",
            f"  .venv/bin/relance debtor list --home {home}",
            f"  .venv/bin/relance items --home {home}",
            f"  .venv/bin/relance verify --home {home}",
            f"to stop it: .venv/bin/relance down --home {home}",
        ]
    )
