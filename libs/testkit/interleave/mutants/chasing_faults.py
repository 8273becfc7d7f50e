"""Deliberate faults of chasing and of what leaves the house, each with what it leaves out."""

from dataclasses import replace
from datetime import date

from libs.events.contracts.dunning import Gate
from libs.events.effects.effect import EffectKind
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.barriers import (
    ByStableEnds,
    one_round,
    rounds_of_nobody,
    rounds_too_few,
)
from libs.testkit.interleave.mutants.chased_scenes import (
    asked_only,
    credited_while_asked,
    disputed_while_asked,
    documents_behind,
    freezing,
    looked_at,
    one_account_behind,
    one_credited_while_asked,
    paid_while_asked,
    paid_while_looked_at,
    paid_without_a_word,
    part_credited_while_asked,
    placed_while_asked,
    placed_while_disputed,
    placements_behind,
    planned_and_unpaid,
    planned_while_asked,
    promised_and_unpaid,
    recovered_and_remitted,
    slow,
    starts_behind,
    unmarked,
    words_behind,
)
from libs.testkit.interleave.mutants.directed import calm, poisoned, wiped
from libs.testkit.interleave.mutants.dunners import (
    AnybodysStart,
    ChangedIsKept,
    TakenAtProposal,
    TwoEyes,
    Unsuspecting,
    WithdrawnIsSent,
)
from libs.testkit.interleave.mutants.fault import Fault, Patch, spoiled
from libs.testkit.interleave.mutants.owners import DunningsNotesUnsaid
from libs.testkit.interleave.mutants.placed_scenes import items_behind, placed_at_once
from libs.testkit.interleave.mutants.remitters import kept, settled_again
from libs.testkit.interleave.platform import MAIL, OFFERS
from services.dunning.domain.file import File
from services.dunning.domain.items.placing import PlacementEvent, items_of, note_placement
from services.dunning.domain.now import Now
from services.matching.domain.noted import CreditorState
from services.matching.domain.statements.state import CoverState

_BARRIER = "libs.events.progress.barrier"
_CHANNELS = "services.dunning.domain.channels"
_CLEARING = "services.matching.handlers.clearing"
_COVERING = "services.matching.domain.statements.covering"


def _chased(kind: EffectKind = MAIL) -> Setting:
    return Setting(kind=kind, bytes_every=0, chased_every=1)


def _by_the_day(now: Now, judged_from_on: date) -> bool:
    return now.today >= judged_from_on


def _unread(file: File, case: str, gate: Gate | None, *about: object) -> None:
    """Nothing of a draft is dropped, but by the day."""


def _unrecalled(file: File, case: str, plan: str) -> None:
    """What is on its way stays so."""


def _of_items_heard_of(file: File, event: PlacementEvent, cause: str) -> None:
    if all(file.item(name).item for name in items_of(event)):
        note_placement(file, event, cause)


def _as_far_as_any(creditor: CreditorState, cover: CoverState) -> object:
    return max(cover.accounts.values(), default=None)


CHASING_FAULTS: tuple[Fault, ...] = (
    Fault(
        "no_barrier",
        "a message leaves without a barrier",
        _chased(replace(MAIL, barrier=())),
        scene=paid_while_asked,
        weather=calm,
    ),
    Fault(
        "offer_without_barrier",
        "a case is offered to an agency without a barrier",
        Setting(offers=replace(OFFERS, barrier=()), bytes_every=0, chased_every=1),
        scene=placed_while_disputed,
        weather=words_behind,
    ),
    Fault(
        "barrier_one_round",
        "the barrier waits for one round",
        _chased(),
        (Patch(_BARRIER, "rounds", one_round),),
        scene=one_credited_while_asked,
        weather=documents_behind,
    ),
    Fault(
        "barrier_without_ingestion",
        "the barrier does not pass ingestion",
        _chased(replace(MAIL, barrier=tuple(s for s in MAIL.barrier if s != "ingestion"))),
        scene=credited_while_asked,
        weather=documents_behind,
    ),
    Fault(
        "barrier_without_handoff",
        "the barrier does not pass hand-off",
        _chased(replace(MAIL, barrier=tuple(s for s in MAIL.barrier if s != "handoff"))),
        scene=placed_while_asked,
        weather=placements_behind,
    ),
    Fault(
        "placed_before_known",
        "a placement of items that were not heard of yet is passed over",
        _chased(),
        (Patch("services.dunning.handlers.debtors", "note_placement", _of_items_heard_of),),
        scene=placed_at_once,
        weather=items_behind,
    ),
    Fault(
        "barrier_parked_ignored",
        "the barrier is had although the tenant has a parked key",
        _chased(),
        (Patch(_BARRIER, "rounds", rounds_of_nobody),),
        scene=paid_while_asked,
        weather=poisoned,
    ),
    Fault(
        "barrier_by_stable_ends",
        "the barrier waits for last stable offsets",
        _chased(),
        (Patch("libs.testkit.world.effects", "SimulatedProgress", ByStableEnds),),
        scene=paid_while_asked,
        weather=unmarked,
    ),
    Fault(
        "barrier_ends_early",
        "the barrier ends one depth before all is quiet",
        _chased(),
        (Patch(_BARRIER, "rounds", rounds_too_few),),
        scene=one_credited_while_asked,
        weather=documents_behind,
    ),
    Fault(
        "age_unchecked",
        "an attempt may be as old as it likes",
        _chased(replace(MAIL, age_max_s=150.0, effect_limit_s=150.0)),
        scene=asked_only,
        weather=freezing,
        temper=slow,
    ),
    Fault(
        "anybodys_start",
        "a start is decided by another process than asked for it",
        spoiled("notifications", AnybodysStart, chased=True),
        scene=asked_only,
        weather=starts_behind,
    ),
    Fault(
        "no_suspicion",
        "what could settle an item does not hold it",
        spoiled("dunning", Unsuspecting, chased=True),
        scene=paid_without_a_word,
        weather=calm,
    ),
    Fault(
        "withdrawn_is_sent",
        "a message that was withdrawn counts as sent",
        spoiled("dunning", WithdrawnIsSent, chased=True),
        scene=disputed_while_asked,
        weather=calm,
    ),
    Fault(
        "taken_at_proposal",
        "a step counts when its demand is proposed",
        spoiled("dunning", TakenAtProposal, chased=True),
        scene=asked_only,
        weather=calm,
    ),
    Fault(
        "changed_is_kept",
        "a demand is not recalled when its amounts change",
        spoiled("dunning", ChangedIsKept, chased=True),
        scene=part_credited_while_asked,
        weather=calm,
    ),
    Fault(
        "sent_unapproved",
        "a demand leaves though nobody has approved it",
        _chased(),
        (Patch(_CHANNELS, "APPROVALS", {"none": 0, "one": 0, "two": 0}),),
        scene=looked_at,
        weather=calm,
    ),
    Fault(
        "approved_by_one",
        "who approves twice is two people",
        spoiled("dunning", TwoEyes, chased=True),
        scene=looked_at,
        weather=calm,
    ),
    Fault(
        "draft_is_kept",
        "a draft is not dropped when a gate closes",
        _chased(),
        (Patch("services.dunning.domain.recalling", "drop_draft", _unread),),
        scene=paid_while_looked_at,
        weather=words_behind,
    ),
    Fault(
        "promise_by_the_day",
        "a promise is judged by the day alone",
        _chased(),
        (Patch("services.dunning.domain.judging", "is_covered", _by_the_day),),
        scene=promised_and_unpaid,
        weather=calm,
    ),
    Fault(
        "plan_by_the_day",
        "a plan is judged by the day alone",
        _chased(),
        (Patch("services.dunning.domain.plans.judging", "is_covered", _by_the_day),),
        scene=planned_and_unpaid,
        weather=calm,
    ),
    Fault(
        "plan_unrecalled",
        "a demand on its way is not recalled when a plan is agreed",
        _chased(),
        (Patch("services.dunning.domain.plans.agreeing", "recall_planned", _unrecalled),),
        scene=planned_while_asked,
        weather=calm,
    ),
    Fault(
        "cover_by_one_account",
        "a creditor is covered as far as any of its accounts",
        _chased(),
        (
            Patch(
                "services.matching.domain.statements.covering", "creditor_through", _as_far_as_any
            ),
        ),
        scene=one_account_behind,
        weather=calm,
    ),
    Fault(
        "remittance_settled_again",
        "a remittance is settled by every payment that names it",
        _chased(),
        (Patch(_CLEARING, "book", settled_again),),
        scene=recovered_and_remitted,
        weather=calm,
    ),
    Fault(
        "remittance_kept",
        "a remittance that the bank took back stays settled",
        _chased(),
        (Patch(_CLEARING, "take_back", kept),),
        scene=recovered_and_remitted,
        weather=calm,
    ),
    Fault(
        "dunnings_notes_unsaid",
        "what dunning hears is kept without own events",
        Setting(owner_class=DunningsNotesUnsaid, bytes_every=0, chased_every=1),
        scene=paid_while_asked,
        weather=wiped,
    ),
)
