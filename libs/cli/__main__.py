"""`relance`: invoices in, bank files in, and what the ledger makes of them."""

import logging
import sys
from typing import Final

import click
import structlog

from libs.cli.groups import LazyGroup

_AT: Final = "libs.cli.commands."
PLACES: Final = {
    "up": (f"{_AT}platform:up", "Start the platform in the background."),
    "down": (f"{_AT}platform:down", "Stop it; its data stays."),
    "status": (f"{_AT}platform:status", "Each process: state, port, log file, lag."),
    "creditor": (f"{_AT}creditor:creditor", "Who is owed: add, list, cover."),
    "import": (f"{_AT}imports:group", "Invoices and bank statements from files and folders."),
    "day": (f"{_AT}day:day", "Which day it is for a tenant; play days."),
    "debtor": (f"{_AT}debtor:debtor", "Who owes: list, show (timeline), merge."),
    "erase": (f"{_AT}erase:erase", "Erase who a debtor is, once nothing stands against it."),
    "items": (f"{_AT}items:items", "Open positions."),
    "payments": (f"{_AT}payments:payments", "Payments, and why each was applied or not."),
    "payment": (f"{_AT}payment:payment", "Apply a payment by hand, undo a share."),
    "statements": (f"{_AT}statements:statements", "Bank statements: list, decide, restart."),
    "policy": (f"{_AT}policy:policy", "Ladders of steps: publish, list, show."),
    "cases": (f"{_AT}cases:cases", "Who is chased for what, what holds it, what is next."),
    "demands": (f"{_AT}demands:demands", "What was asked, what became of it, and why."),
    "review": (f"{_AT}review:review", "What leaves today: approve it, or take items out."),
    "messages": (f"{_AT}messages:messages", "What was sent to debtors: list, show as sent."),
    "calls": (f"{_AT}calls:calls", "Whom to call, the most valuable first; log a call."),
    "promise": (f"{_AT}promise:promise", "Promises to pay: add, list, take back."),
    "plan": (f"{_AT}plan:plan", "Instalments: draw up, agree, list, end."),
    "dispute": (f"{_AT}dispute:dispute", "Contested items: add, list, resolve."),
    "pause": (f"{_AT}pause:pause", "Ask nothing of a debtor for a while."),
    "note": (f"{_AT}note:note", "Write something down; note that an item is said to be paid."),
    "tasks": (f"{_AT}tasks:tasks", "What a person has to look at."),
    "risk": (f"{_AT}risk:risk", "How likely and how late debtors pay, and why."),
    "people": (f"{_AT}people:people", "The creditor's own people, and what they are mailed."),
    "limits": (f"{_AT}limits:limits", "Credit limits: ask, grant, refuse; may an order ship?"),
    "placements": (f"{_AT}placements:placements", "Cases with agencies: place, recall, webhooks."),
    "parked": (f"{_AT}parked:parked", "Keys whose messages wait because of a bug."),
    "verify": (f"{_AT}verify:verify", "The ledger checked from the topics alone."),
    "rebuild": (f"{_AT}rebuild:rebuild", "Fill a view anew beside what is read; list views."),
    "backup": (f"{_AT}backup:backup", "Copy log, objects and keyring of this machine."),
    "restore": (f"{_AT}restore:restore", "Bring a backup back on an empty machine, and verify."),
    "keyring": (f"{_AT}keyring:keyring", "Master keys of personal data: show, rotate, retire."),
    "simulate": (f"{_AT}simulate:simulate", "Write a life of invoices and bank files."),
    "demo": (f"{_AT}demo:demo", "Three months of a small creditor's money."),
    "token": (f"{_AT}token:token", "A signed token for calling the APIs."),
}


@click.command(
    cls=LazyGroup,
    places=PLACES,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)
def relance() -> None:
    """Relance turns invoices into cash.

    Exit codes: 0 done, 1 the platform said no, 2 it could not be asked.

    \b
    relance up
    relance creditor add "De Bakker BV" --country BE --zone Europe/Brussels --feed required
    relance import invoices ./invoices --creditor "De Bakker BV"
    relance import bank ./bank --creditor "De Bakker BV" --add-accounts
    relance payments
    """


def main() -> None:
    """Run the command line and exit; stdout is for answers, what libraries log is not one."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    sys.exit(relance.main(prog_name="relance"))


if __name__ == "__main__":
    main()
