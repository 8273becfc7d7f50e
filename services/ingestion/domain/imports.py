"""Imports: announced while documents come, finished when all of them are at rest."""

from dataclasses import dataclass, replace

from libs.events.contracts.ingestion import (
    DocumentsAdded,
    ImportEnded,
    ImportFinished,
    ImportStarted,
)
from libs.events.loop.decider import NOTHING, Announce, Decision, Recorded
from services.ingestion.domain.commands import (
    AddDocuments,
    AnnounceImport,
    AnnounceImportFinished,
    EndImport,
    FinishImport,
    StartImport,
)
from services.ingestion.domain.refusals import ImportIsOver, ImportOfAnother, ImportUnknown


@dataclass(frozen=True, slots=True)
class Import:
    """One import, as its owner or as a partition's copy has it."""

    creditor: str = ""
    """Empty: not started."""
    documents_count: int = 0
    is_ended: bool = False
    is_finished: bool = False


def start(command: StartImport, known: Import, *, path: str) -> Decision:
    answer = {"import": command.import_id, "creditor": command.creditor}
    if known.creditor:
        _refuse_another_creditor(command, known)
        return Decision(answer=answer | {"outcome": "duplicate"})
    facts = {
        "import_id": command.import_id,
        "creditor": command.creditor,
        "started_by": command.started_by,
    }
    return Decision(
        events=(Recorded(path, ImportStarted(**facts)),),
        sends=(Announce(path, AnnounceImport(**facts)),),
        answer=answer | {"outcome": "accepted"},
    )


def add(command: AddDocuments, known: Import, *, path: str) -> Decision:
    if not known.creditor:
        raise ImportUnknown(import_id=command.import_id)
    _refuse_another_creditor(command, known)
    if known.is_ended:
        raise ImportIsOver(import_id=command.import_id)
    count = known.documents_count + len(command.originals)
    added = DocumentsAdded(
        import_id=command.import_id,
        creditor=known.creditor,
        originals=command.originals,
        count_so_far=count,
    )
    answer = _answer(command.import_id, known.creditor, count)
    return Decision(events=(Recorded(path, added),), answer=answer | {"outcome": "accepted"})


def end(command: EndImport, known: Import, *, path: str) -> Decision:
    if not known.creditor:
        raise ImportUnknown(import_id=command.import_id)
    answer = _answer(command.import_id, known.creditor, known.documents_count)
    if known.is_ended:
        return Decision(answer=answer | {"outcome": "duplicate"})
    ended = ImportEnded(
        import_id=command.import_id,
        creditor=known.creditor,
        documents_count=known.documents_count,
        ended_by=command.ended_by,
    )
    return Decision(events=(Recorded(path, ended),), answer=answer | {"outcome": "accepted"})


def finish(command: FinishImport, known: Import, *, path: str) -> Decision:
    """Asked by the task that saw it at rest, perhaps twice; never before its end is recorded."""
    if not known.is_ended or known.is_finished:
        return NOTHING
    announced = AnnounceImportFinished(
        import_id=command.import_id,
        creditor=known.creditor,
        documents_count=known.documents_count,
    )
    return Decision(
        events=(Recorded(path, _finished(announced)),), sends=(Announce(path, announced),)
    )


def copy_start(command: AnnounceImport, known: Import, *, stream: str) -> Decision:
    if known.creditor:
        return NOTHING
    started = ImportStarted(
        import_id=command.import_id, creditor=command.creditor, started_by=command.started_by
    )
    return Decision(events=(Recorded(stream, started),))


def copy_finish(command: AnnounceImportFinished, known: Import, *, stream: str) -> Decision:
    return (
        NOTHING if known.is_finished else Decision(events=(Recorded(stream, _finished(command)),))
    )


def evolve(
    known: Import, event: ImportStarted | DocumentsAdded | ImportEnded | ImportFinished
) -> Import:
    match event:
        case ImportStarted():
            return replace(known, creditor=event.creditor)
        case DocumentsAdded():
            return replace(known, documents_count=event.count_so_far)
        case ImportEnded():
            return replace(known, is_ended=True)
        case ImportFinished():
            return replace(known, documents_count=event.documents_count, is_finished=True)


def _refuse_another_creditor(command: StartImport | AddDocuments, known: Import) -> None:
    if known.creditor != command.creditor:
        raise ImportOfAnother(import_id=command.import_id, creditor=known.creditor)


def _finished(command: AnnounceImportFinished) -> ImportFinished:
    return ImportFinished(
        import_id=command.import_id,
        creditor=command.creditor,
        documents_count=command.documents_count,
    )


def _answer(import_id: str, creditor: str, documents_count: int) -> dict[str, str]:
    return {
        "import": import_id,
        "creditor": creditor,
        "documents_count": str(documents_count),
    }
