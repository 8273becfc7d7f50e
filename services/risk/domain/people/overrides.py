"""A person says which band holds, with a reason and an end; and who is watched."""

from typing import Literal

from libs.events.contracts.risk import BandOverridden, OverrideEnded, WatchEnded, WatchStarted
from libs.events.loop.decider import Decision
from services.risk.domain.commands import EndOverride, EndWatch, OverrideBand, StartWatch
from services.risk.domain.debtors.file import File
from services.risk.domain.debtors.reviewing import review
from services.risk.domain.debtors.state import Override
from services.risk.domain.refusals import IsNotWatched, IsWatchedAlready, NothingIsOverridden


def override_band(file: File, command: OverrideBand) -> Decision:
    """It takes the place of another override. Raises DayUnknown, DayHasPassed, DayTooFar."""
    until_on, before = file.coming(command.until_on), file.debtor.override
    if before is not None:
        _end(file, before, "replaced", command.overridden_by)
    override = file.named("override")
    overridden = BandOverridden(
        **file.about,
        override=override,
        band=command.band,
        until_on=until_on,
        overridden_by=command.overridden_by,
        overridden_on=file.day(),
        personal=command.personal,
    )
    file.on_debtor(overridden)
    review(file)
    return file.decision({"override": override, "until_on": until_on.isoformat()})


def end_override(file: File, command: EndOverride) -> Decision:
    """Raises NothingIsOverridden."""
    override = file.debtor.override
    if override is None:
        raise NothingIsOverridden(debtor=file.debtor_id)
    _end(file, override, "person", command.ended_by)
    review(file)
    return file.decision()


def start_watch(file: File, command: StartWatch) -> Decision:
    """Raises IsWatchedAlready, DayUnknown."""
    if file.debtor.is_watched:
        raise IsWatchedAlready(debtor=file.debtor_id)
    started = WatchStarted(
        **file.about,
        started_by=command.started_by,
        started_on=file.day(),
        personal=command.personal,
    )
    file.on_debtor(started)
    return file.decision()


def end_watch(file: File, command: EndWatch) -> Decision:
    """Raises IsNotWatched, DayUnknown."""
    if not file.debtor.is_watched:
        raise IsNotWatched(debtor=file.debtor_id)
    ended = WatchEnded(
        **file.about, ended_by=command.ended_by, ended_on=file.day(), personal=command.personal
    )
    file.on_debtor(ended)
    return file.decision()


def _end(file: File, override: Override, reason: Literal["person", "replaced"], by: str) -> None:
    ended = OverrideEnded(**file.about, override=override.override, reason=reason, ended_by=by)
    file.on_debtor(ended)
