"""What is said of a debtor: master data, pauses, claims of having paid, notes, tasks."""

from datetime import timedelta

from libs.events.contracts.dunning import (
    BandNoted,
    DebtorNoted,
    DunningPaused,
    DunningResumed,
    NoteAdded,
    PaidClaimNoted,
    TaskDone,
)
from libs.events.contracts.ingestion import DebtorChanged, DebtorRegistered
from libs.events.contracts.parties import PartyPersonal
from libs.events.contracts.risk import BandChanged
from libs.events.loop.decider import Decision
from libs.kernel.keys import path_of
from services.dunning.domain.commands import (
    AddNote,
    CloseTask,
    NotePaidClaim,
    PauseDunning,
    ResumeDunning,
)
from services.dunning.domain.debtors.state import evolve_debtor
from services.dunning.domain.file import File, near
from services.dunning.domain.items.asked_for import open_item_of
from services.dunning.domain.recalling import recall
from services.dunning.domain.refusals import (
    DayHasPassed,
    NothingIsPaused,
    TaskUnknown,
)


def note_debtor(file: File, event: DebtorRegistered | DebtorChanged) -> None:
    """What the rules look at of master data: whether there is an address, not which."""
    contacts = event.personal.contacts if isinstance(event.personal, PartyPersonal) else ()
    has_email = any(contact.email for contact in contacts)
    noted = DebtorNoted(
        debtor=file.debtor_id,
        creditor=event.creditor,
        country=event.country,
        language=event.language,
        kind=event.kind,
        has_email=has_email,
        has_phone=any(contact.phone for contact in contacts),
    )
    is_again = file.debtor.is_noted and isinstance(event, DebtorRegistered)
    if is_again or evolve_debtor(file.debtor, noted) == file.debtor:
        return
    file.on_debtor(noted)
    if has_email:
        file.close_task("address_missing", file.debtor_id)
        file.close_task("message_bounced", file.debtor_id)
    if file.cases:
        file.reconsider()


def note_band(file: File, event: BandChanged) -> None:
    """Which step comes next may be another one now; what is on its way stays so."""
    if file.debtor.band == event.band:
        return
    noted = BandNoted(debtor=file.debtor_id, creditor=event.creditor, band=event.band)
    file.on_debtor(noted)
    if file.cases:
        file.reconsider()


def pause(file: File, command: PauseDunning) -> Decision:
    """Raises DayUnknown, DayHasPassed, DayTooFar."""
    now = file.day()
    if near(command.until_on, now) < now.today:
        raise DayHasPassed(day_on=command.until_on, today_on=now.today)
    paused = DunningPaused(
        creditor=file.debtor.creditor,
        debtor=file.debtor_id,
        until_on=command.until_on,
        reason=command.reason,
        paused_by=command.paused_by,
    )
    file.on_debtor(paused)
    cause = path_of(file.tenant, "pause", file.debtor_id)
    for case in file.cases.values():
        recall(file, case, "paused_debtors_are_left_alone", (), cause)
    file.reconsider()
    return file.decision({"until_on": command.until_on.isoformat()})


def resume(file: File, command: ResumeDunning) -> Decision:
    """Raises NothingIsPaused."""
    if file.debtor.paused_until_on is None:
        raise NothingIsPaused(debtor=file.debtor_id)
    resumed = DunningResumed(
        creditor=file.debtor.creditor, debtor=file.debtor_id, resumed_by=command.resumed_by
    )
    file.on_debtor(resumed)
    file.reconsider()
    return file.decision()


def note_paid_claim(file: File, command: NotePaidClaim) -> Decision:
    """Raises ItemUnknown, ItemIsClosed, DayUnknown."""
    item, now = open_item_of(file, command.item), file.day()
    until_on = now.today + timedelta(days=file.settings(item.case).paid_claim_days)
    claimed = PaidClaimNoted(
        **file.about(item.case), item=item.item, until_on=until_on, noted_by=command.noted_by
    )
    file.on_item(item.item, claimed)
    if not item.into:  # else where it went, when the claim has come there
        file.open_task("paid_claim", item.item, item.case)
    pending = file.case(item.case).pending
    if pending is not None and item.item in pending.items:
        cause = path_of(file.tenant, "item", item.item)
        recall(file, item.case, "already_paid_is_looked_into", (item.item,), cause)
    file.reconsider()
    return file.decision({"until_on": until_on.isoformat(), "case": item.case})


def add_note(file: File, command: AddNote) -> Decision:
    note, now = file.ids.hashed(file.tenant, "note", file.message.id), file.now()
    added = NoteAdded(
        note=note,
        creditor=file.debtor.creditor,
        debtor=file.debtor_id,
        noted_by=command.noted_by,
        noted_on=now.today if now else None,
        personal=command.personal,
    )
    file.on_debtor(added)
    return file.decision({"note": note})


def close_task(file: File, command: CloseTask) -> Decision:
    """Raises TaskUnknown."""
    is_open = file.debtor.tasks.get(command.task)
    if is_open is None:
        raise TaskUnknown(task=command.task)
    if is_open:
        done = TaskDone(
            task=command.task,
            creditor=file.debtor.creditor,
            debtor=file.debtor_id,
            done_by=command.done_by,
        )
        file.on_debtor(done)
    return file.decision({"task": command.task})
