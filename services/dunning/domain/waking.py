"""A fact about a whole creditor reaches its cases in this partition, as a tree of commands."""

from collections.abc import Iterable, Iterator, Mapping

from libs.events.contracts.dunning import Gate
from libs.events.loop.decider import Decision, Send
from libs.events.loop.trees import chunks_of
from libs.kernel.keys import path_of
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.commands import CheckGates, Reconsider, WakeDebtors
from services.dunning.domain.file import File
from services.dunning.domain.gates.of_cases import net_is_small
from services.dunning.domain.gates.rules import CREDITOR_GATES, NAMES_OF_CREDITOR_GATES, name_of
from services.dunning.domain.noted import LedgerState
from services.dunning.domain.recalling import recall, wish_of


def is_watching(case: CaseState) -> bool:
    """Whether a fact about the whole creditor may concern the case."""
    is_held = not NAMES_OF_CREDITOR_GATES.isdisjoint(case.held)
    return bool(case.pending is not None or is_held or case.open_promises or case.open_plans)


def closed_by(before: LedgerState, after: LedgerState) -> Gate | None:
    """The gate that a fact about the ledger has closed."""
    if after.statements and not before.statements:
        return "open_feeds_hold_everything"
    if after.interrupted and not before.interrupted:
        return "interrupted_feeds_hold_everything"
    if after.imports and not before.imports:
        return "open_imports_hold_everything"
    return None


def woken_by(
    before: LedgerState, after: LedgerState, cases: Mapping[str, CaseState]
) -> Iterator[str]:
    """Debtors for whom a fact about the ledger has opened a gate, or covered a deadline."""
    is_open = not (after.statements or after.interrupted or after.imports)
    for case in cases.values():
        is_held = not NAMES_OF_CREDITOR_GATES.isdisjoint(case.held)
        if (is_open and is_held) or _is_deadline_covered(before, after, case):
            yield case.debtor


def _is_deadline_covered(before: LedgerState, after: LedgerState, case: CaseState) -> bool:
    if after.through_on is None or after.through_on == before.through_on:
        return False
    days = [promise.judged_from_on for promise in case.open_promises.values()]
    dues = [plan.next_due for plan in case.open_plans.values()]
    days += [due.judged_from_on for due in dues if due is not None]
    return any(day <= after.through_on for day in days)


def wake(
    tenant: str, name: str, debtors: Iterable[str], gate: Gate | None = None, cause: str = ""
) -> tuple[Send, ...]:
    """Chunks of debtors, each debtor once; `name` tells chunks of one fact from another's."""
    once = sorted(set(debtors))
    return tuple(
        Send(
            path_of(tenant, "wake", f"{name}.{number}"),
            WakeDebtors(debtors=chunk, gate=gate, cause=cause),
        )
        for number, chunk in enumerate(chunks_of(once))
    )


def wake_each(tenant: str, chunk: WakeDebtors) -> Decision:
    """Each debtor is asked by itself."""
    sends = []
    for debtor in chunk.debtors:
        command: CheckGates | Reconsider = Reconsider(debtor=debtor)
        if chunk.gate is not None:
            command = CheckGates(debtor=debtor, gate=chunk.gate, cause=chunk.cause)
        sends.append(Send(path_of(tenant, "debtor", debtor), command))
    return Decision(sends=tuple(sends))


def check_gates(file: File, command: CheckGates) -> None:
    """Recall what has no outcome yet, if the gate that was closed still is."""
    now = file.now()
    for currency, case in file.cases.items():
        pending = file.case(case).pending
        if now is None or pending is None:
            continue
        if command.gate == "small_net_due_waits":
            net = pending.total - file.case(case).on_account(currency)
            is_closed = net_is_small(net, file.settings(case))
        else:
            wish = wish_of(file, case, (), now)
            is_closed = any(
                name_of(rule) == command.gate and rule(wish) is not None for rule in CREDITOR_GATES
            )
        if is_closed:
            recall(file, case, command.gate, (), command.cause)
