"""Where ingestion is wired together."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter

from libs.chassis.parts import Given, Service
from libs.events.contracts.topology import INGESTION
from libs.events.progress.resting import Resting
from services.ingestion.adapters.destroying import destroy_keys
from services.ingestion.adapters.idle_imports import end_idle_imports
from services.ingestion.adapters.ubl.reader import read
from services.ingestion.api import creditors, debtors, documents, erasures, imports
from services.ingestion.api.batches import Batches
from services.ingestion.api.intake import Intake
from services.ingestion.domain.commands import FinishImport
from services.ingestion.handlers.decider import IngestionDecider
from services.ingestion.settings import Settings
from services.ingestion.views.reading import Records
from services.ingestion.views.records import RecordsView

_STATUSES = {
    "creditor_unknown": 404,
    "debtor_unknown": 404,
    "invoice_unknown": 404,
    "import_unknown": 404,
    "merged_with_itself": 422,
    "revision_differs": 412,
    "debtor_revision_differs": 412,
}
"""Of refusals; 409 for the others, which contradict what is recorded."""


def make(settings: Settings) -> Service:
    """The service, for `libs.chassis.process.run`."""
    return Service(
        topics=INGESTION,
        decider=IngestionDecider,
        routers=_routers,
        projections=[RecordsView()],
        statuses=_STATUSES,
        closing=_closing,
        tasks=[partial(end_idle_imports, idle_s=settings.import_idle_s), destroy_keys],
    )


def _closing(resting: Resting) -> FinishImport:
    return FinishImport(import_id=resting.what)


def _routers(given: Given) -> Sequence[APIRouter]:
    records = Records(given.readings[RecordsView.name])
    intake = Intake(read, given.ids, given.objects, given.keyring)
    return (
        creditors.looking(records),
        creditors.changing(given.ids, given.asking, records),
        documents.uploading(intake, given.asking),
        documents.looking("invoice", "invoices", records, given.objects),
        documents.looking("credit_note", "credit-notes", records, given.objects),
        documents.cancelling(records, given.asking),
        imports.looking(records),
        imports.importing(given.ids, given.asking, Batches(intake, given.asking)),
        debtors.looking(records),
        debtors.changing(records, given.asking),
        debtors.assigning(given.asking),
        erasures.erasing(records, given.asking),
    )
