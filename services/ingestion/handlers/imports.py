"""Imports at their key, and their copies."""

from libs.events.contracts.model import Contract
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.keys import copy_of
from services.ingestion.domain import imports
from services.ingestion.domain.commands import (
    AddDocuments,
    AnnounceImport,
    AnnounceImportFinished,
    EndImport,
    FinishImport,
    StartImport,
)
from services.ingestion.handlers.handling import not_handled, own_copy, refuse_unknown_creditor

_ANNOUNCED = AnnounceImport | AnnounceImportFinished


class Imports:
    handles: tuple[type[Contract], ...] = (
        StartImport,
        AddDocuments,
        EndImport,
        FinishImport,
        AnnounceImport,
        AnnounceImportFinished,
    )

    def needs(self, message: Message, states: States) -> Needs:
        if isinstance(message.body, StartImport):
            return Needs(streams=(message.key, own_copy(message, message.body.creditor)))
        return Needs(streams=(_stream(message),))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        stream = _stream(message)
        known: imports.Import = states.of(stream)
        match message.body:
            case StartImport() as body:
                refuse_unknown_creditor(message, body.creditor, states)
                return imports.start(body, known, path=stream)
            case AddDocuments() as body:
                return imports.add(body, known, path=stream)
            case EndImport() as body:
                return imports.end(body, known, path=stream)
            case FinishImport() as body:
                return imports.finish(body, known, path=stream)
            case AnnounceImport() as body:
                return imports.copy_start(body, known, stream=stream)
            case AnnounceImportFinished() as body:
                return imports.copy_finish(body, known, stream=stream)
            case body:
                not_handled(body)


def _stream(message: Message) -> str:
    announced = isinstance(message.body, _ANNOUNCED)
    return copy_of(message.key, message.partition) if announced else message.key
