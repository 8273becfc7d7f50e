"""Where matching is wired together."""

from collections.abc import Sequence

from fastapi import APIRouter

from libs.chassis.parts import Figure, Given, Service
from libs.events.contracts.topology import MATCHING
from libs.events.progress.resting import Resting
from services.matching.adapters.camt import read_camt
from services.matching.api import cover, debtors, items, payments, statements
from services.matching.api.uploads import Uploads
from services.matching.domain.statements.commands import SettleStatement
from services.matching.handlers.decider import MatchingDecider
from services.matching.settings import Settings
from services.matching.views.ledger import LedgerView
from services.matching.views.reading import Ledger, interrupted_feeds

_STATUSES = {
    "payment_unknown": 404,
    "share_unknown": 404,
    "statement_not_waiting": 404,
    "creditor_unknown": 404,
    "item_unknown": 422,
    "debtor_unknown": 422,
    "item_named_twice": 422,
    "amount_not_positive": 422,
    "currency_differs": 422,
    "other_creditor": 422,
    "due_date_not_later": 422,
    "account_unknown": 422,
    "account_currency_differs": 422,
    "balance_missing": 422,
    "balances_differ": 422,
    "statement_too_long": 422,
    "decision_is_unclear": 422,
    "decision_does_not_come_out": 422,
    "no_statement_opens_so": 422,
    "too_many_waiting": 429,
}
"""Of refusals; 409 for the others, which contradict what is recorded."""


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    return Service(
        topics=MATCHING,
        decider=MatchingDecider,
        routers=_routers,
        projections=[LedgerView()],
        statuses=_STATUSES,
        closing=_closing,
        figures=[
            Figure(
                "feeds_interrupted",
                "Accounts whose statements have a gap, or wait for a person",
                lambda given: interrupted_feeds(given.pool, LedgerView.name),
            )
        ],
    )


def _closing(resting: Resting) -> SettleStatement:
    """The account is the last part of its key; what rests is the statement."""
    return SettleStatement(account=resting.key.rpartition("/")[2], statement=resting.what)


def _routers(given: Given) -> Sequence[APIRouter]:
    ledger, asking = Ledger(given.readings[LedgerView.name]), given.asking
    uploads = Uploads(read_camt, given.ids, given.objects, asking)
    return (
        statements.uploading(uploads, _STATUSES),
        statements.looking(ledger),
        statements.deciding(asking, ledger),
        statements.restarting(asking, ledger),
        cover.router(asking, ledger),
        items.router(asking, ledger),
        payments.looking(ledger),
        payments.deciding(asking),
        debtors.router(ledger),
    )
