"""Erasures at their debtor's key: asked for, judged, due, carried out."""

from datetime import date
from typing import Final

from libs.events.contracts.matching import ErasureJudged
from libs.events.contracts.model import Contract
from libs.events.loop.days import day_streams, today
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.keys import identity_of
from services.ingestion.domain import erasing
from services.ingestion.domain.commands import CheckDue, EraseDebtor, FinishErasure
from services.ingestion.domain.creditors import Creditor
from services.ingestion.domain.debtors import Debtor
from services.ingestion.domain.erasures import KeyList
from services.ingestion.domain.paths import key_list_stream
from services.ingestion.handlers.handling import not_handled, own_copy

ERASING: Final = "erasing"
"""Look-up: the lists of keys that have to be destroyed."""


class Erasures:
    handles: tuple[type[Contract], ...] = (EraseDebtor, CheckDue, ErasureJudged, FinishErasure)

    def needs(self, message: Message, states: States) -> Needs:
        match message.body:
            case ErasureJudged() as judged:
                return Needs(streams=(message.key, _list_of(message, judged.asking, judged.part)))
            case FinishErasure() as command:
                return Needs(streams=(message.key, *_lists_of(message, command).values()))
            case _:
                return Needs(streams=(message.key, *_day_streams(message, states)))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        debtor: Debtor = states.of(message.key)
        tenant = message.tenant
        match message.body:
            case EraseDebtor() as command:
                return erasing.ask(command, debtor, tenant=tenant, today=_today(message, states))
            case CheckDue():
                name = identity_of(message.key)
                return erasing.ask_again(name, debtor, tenant=tenant, today=_today(message, states))
            case ErasureJudged() as judged:
                listed: KeyList = states.of(_list_of(message, judged.asking, judged.part))
                return erasing.hear(judged, debtor, listed, tenant=tenant)
            case FinishErasure() as command:
                lists = {
                    part: states.of(stream) for part, stream in _lists_of(message, command).items()
                }
                return erasing.finish(command, debtor, lists, tenant=tenant)
            case body:
                not_handled(body)


def _list_of(message: Message, asking: int, part: int) -> str:
    return key_list_stream(message.tenant, identity_of(message.key), asking, part)


def _lists_of(message: Message, command: FinishErasure) -> dict[int, str]:
    parts = range(1, command.parts + 1)
    return {part: _list_of(message, command.asking, part) for part in parts}


def _day_streams(message: Message, states: States) -> tuple[str, ...]:
    """What tells which day it is for the debtor's creditor, as far as it can be named yet."""
    if not states.seen(message.key):
        return ()
    debtor: Debtor = states.of(message.key)
    if not debtor.is_registered:
        return ()
    copy = own_copy(message, debtor.creditor)
    if not states.seen(copy):
        return (copy,)
    creditor: Creditor = states.of(copy)
    if not creditor.is_registered:
        return (copy,)
    return (copy, *day_streams(message.tenant, creditor.facts.zone, message.partition))


def _today(message: Message, states: States) -> date | None:
    """The creditor's day; None: the debtor, or its creditor's day, is not known here."""
    streams = _day_streams(message, states)
    if len(streams) < 2:
        return None
    creditor: Creditor = states.of(streams[0])
    return today(states, message.tenant, creditor.facts.zone, message.partition)
