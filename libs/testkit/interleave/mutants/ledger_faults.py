"""Deliberate faults of the ledger, each with what it leaves out."""

from libs.events.contracts.ingestion import InvoiceRegistered
from libs.events.contracts.matching import ItemOpened, ItemReduced, ItemReopened
from libs.events.contracts.model import Event
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.barriers import one_round, rounds_of_nobody
from libs.testkit.interleave.mutants.deciders import (
    AccountUnused,
    WithoutBounce,
    WithoutCompensation,
    WithoutWake,
)
from libs.testkit.interleave.mutants.directed import (
    calm,
    credited_before_it_opens,
    day_after_day,
    dropping,
    many_that_meet,
    one_that_is_reduced,
    one_that_reopens,
    paid_twice_without_a_word,
    poisoned,
    twins,
    wiped,
)
from libs.testkit.interleave.mutants.fault import Fault, Patch, spoiled
from libs.testkit.interleave.mutants.owners import (
    FreesFirst,
    NotesUnsaid,
    PositionsKept,
    WithoutCut,
)
from libs.testkit.interleave.mutants.wrapped import AtOnce
from services.matching.domain.commands import ReceivePayment, Search, Wake
from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import FactEntry, Facts, payment_id
from services.matching.domain.statements.judging import RULES, Accept, Verdict


def _without_wake(said: type[Event]) -> Setting:
    return spoiled("matching", lambda decider: WithoutWake(decider, said))


def _first_of_its_fingerprint(
    ids: IdSecret, tenant: str, account: str, entry: FactEntry, _: int
) -> str:
    return payment_id(ids, tenant, account, entry, 1)


def _what_opens_at_the_last_balance_is_new(facts: Facts, books: Books) -> Verdict | None:
    chain = books.chain
    if not chain.is_begun or facts.opening != chain.last_close:
        return None
    return Accept("after", tuple(entry.position for entry in facts.entries))


_RECORDING = "services.matching.domain.statements.recording"
_JUDGING = "services.matching.domain.statements.judging"
_RESTING = "libs.events.progress.resting"
_WHOLE = RULES

LEDGER_FAULTS: tuple[Fault, ...] = (
    Fault(
        "search_at_once",
        "search in the same decision as the record",
        spoiled(
            "matching",
            lambda decider: AtOnce(
                decider, records=(ReceivePayment, InvoiceRegistered), at_once=(Search, Wake)
            ),
        ),
        scene=many_that_meet,
        weather=calm,
    ),
    Fault(
        "no_cut",
        "look-up without the cut",
        Setting(owner_class=WithoutCut, bytes_every=0, chased_every=0),
        scene=many_that_meet,
        weather=wiped,
    ),
    Fault(
        "no_wake_opened",
        "no wake of what has opened",
        _without_wake(ItemOpened),
        scene=many_that_meet,
        weather=calm,
    ),
    Fault(
        "no_wake_reopened",
        "no wake of what has reopened",
        _without_wake(ItemReopened),
        scene=one_that_reopens,
        weather=calm,
    ),
    Fault(
        "no_wake_reduced",
        "no wake of what was reduced",
        _without_wake(ItemReduced),
        scene=one_that_is_reduced,
        weather=calm,
    ),
    Fault(
        "no_bounce",
        "no bounce of what rests on an amount",
        spoiled("matching", WithoutBounce),
        scene=paid_twice_without_a_word,
        weather=calm,
    ),
    Fault(
        "twins_are_one",
        "twins told by their fingerprint alone",
        patches=(Patch(_RECORDING, "payment_id", _first_of_its_fingerprint),),
        scene=twins,
    ),
    Fault(
        "balance_alone",
        "statements chained by balance alone",
        patches=(
            Patch(_JUDGING, "RULES", (_WHOLE[0], _what_opens_at_the_last_balance_is_new, *_WHOLE)),
        ),
    ),
    Fault(
        "frees_first",
        "a retry that frees the key first",
        Setting(owner_class=FreesFirst, bytes_every=0, chased_every=0),
        scene=day_after_day,
        weather=poisoned,
    ),
    Fault(
        "drops_for_nothing",
        "a parked share dropped without compensation",
        spoiled("matching", WithoutCompensation),
        scene=day_after_day,
        weather=dropping,
    ),
    Fault(
        "account_unused",
        "money on account that names an item not used",
        spoiled("matching", AccountUnused),
        scene=credited_before_it_opens,
    ),
    Fault(
        "notes_unsaid",
        "heard facts kept without own events",
        Setting(owner_class=NotesUnsaid, bytes_every=0, chased_every=0),
    ),
    Fault(
        "positions_kept",
        "positions not taken from what a takeover folded",
        Setting(owner_class=PositionsKept, bytes_every=0, chased_every=0),
    ),
    Fault(
        "one_round",
        "rest told after one round",
        patches=(Patch(_RESTING, "rounds", one_round),),
        weather=calm,
    ),
    Fault(
        "parked_ignored",
        "rest told although the tenant has a parked key",
        patches=(Patch(_RESTING, "rounds", rounds_of_nobody),),
        scene=day_after_day,
        weather=poisoned,
    ),
)
