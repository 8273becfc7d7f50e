"""The chase as a person reads it."""

from collections.abc import Iterator, Mapping

from audit.cents import shown
from audit.chase_summary import Chased
from audit.founded import Founded

SHOWN_MAX = 20


def chase_text(chase: Chased, currency: str = "EUR") -> str:
    """One line a figure, then what is wrong."""
    return "\n".join([*_figures(chase, currency), *_wrongs(chase, currency), *_needless(chase)])


def _figures(chase: Chased, currency: str) -> Iterator[str]:
    yield f"{'demands proposed':<24}{chase.proposed:>7}"
    yield f"{'demands sent':<24}{chase.sent:>7}{shown(chase.asked, currency):>22}"
    yield f"{'demands recalled':<24}{chase.recalled:>7}  {_by(chase.recalled_by)}"
    yield f"{'messages withdrawn':<24}{chase.withdrawn:>7}"
    yield f"{'failed, bounced':<24}{chase.failed + chase.bounced:>7}"
    yield f"{'uncertain, repeated':<24}{chase.uncertain:>7}{chase.repeated:>7}"
    yield f"{'mails received':<24}{chase.mails:>7}"
    yield f"{'gates closed':<24}{sum(chase.gated.values()):>7}  {_by(chase.gated)}"
    yield f"{'steps taken':<24}{sum(chase.steps.values()):>7}  {_by(chase.steps)}"
    yield f"{'promises':<24}{sum(chase.promises.values()):>7}  {_by(chase.promises)}"
    yield f"{'placements proposed':<24}{chase.placements:>7}"
    if chase.true:
        true = chase.true
        yield f"paid in time: {true.paid_in_time}; of these asked for: {true.paid_in_time_asked}"
        yield f"never paid: {true.never_paid}; of these asked for: {true.never_paid_asked}"
    yield from _held(chase.founded)
    yield f"{'wrongful demands':<24}{chase.wrongful:>7}"


def _held(found: Founded) -> Iterator[str]:
    share = f"{100 * found.needless_share:.1f} % of the demands"
    yield f"{'judged for a reason':<24}{sum(found.judged.values()):>7}  {_by(found.judged)}"
    yield f"{'held without one':<24}{len(found.needless):>7}  {share}"
    yield f"{'held, nobody can tell':<24}{sum(found.unjudged.values()):>7}  {_by(found.unjudged)}"
    yield f"{'barrier waits unexplained':<25}{found.held_unexplained:>6}"


def _by(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _wrongs(chase: Chased, currency: str) -> Iterator[str]:
    for wrong in chase.wrongs[:SHOWN_MAX]:
        amounts = f"{shown(wrong.expected, currency)}, found {shown(wrong.found, currency)}"
        held = f": expected {amounts}" if wrong.expected or wrong.found else ""
        yield f"WRONGFUL {wrong.why}: {wrong.about} in {wrong.message}{held}"
    for one in chase.missing[:SHOWN_MAX]:
        yield f"MISSING {one.where}: {one.stream}: expected {one.expected}, found {one.found}"


def _needless(chase: Chased) -> Iterator[str]:
    for one in chase.founded.needless[:SHOWN_MAX]:
        about = one.demand or one.case
        yield f"NEEDLESS {one.what} by {one.gate}: {about} on {one.day_on}: {one.why}"
