"""A ladder of steps in words."""

from collections.abc import Collection, Sequence
from itertools import compress
from typing import Any, Final

Step = dict[str, Any]

CHANNELS: Final = {
    "email": "an e-mail leaves",
    "call": "a call is put on the worklist",
    "placement": "the case is proposed for placement",
}
_ROLES: Final = {
    "contact": "the contact",
    "cfo": "the CFO",
    "head_office": "the head office",
    "sales": "whose portfolio it is in",
}
_NAMES: Final = {"email": "e-mail", "call": "call", "placement": "proposed for placement"}


def ladder_told(steps: Sequence[Step]) -> list[str]:
    """One line a step: `reminder: e-mail "reminder", 12 days after the due date`."""
    return [_step_told(step, before) for step, before in zip(steps, [None, *steps], strict=False)]


def _step_told(step: Step, before: Step | None) -> str:
    template = f' "{step["template"]}"' if step["template"] else ""
    bands = f", for band {' or '.join(step['bands'])} alone" if step.get("bands") else ""
    channel = f"{_NAMES[step['channel']]}{template}{_recipients(step)}"
    return f"{step['step']}: {channel}, {when(step, before)}{bands}"


def _recipients(step: Step) -> str:
    """Nothing where it goes to who deals with the invoices, and to nobody else."""
    to = " or else ".join(_ROLES[role] for role in step.get("to") or ())
    copies = " and ".join(_ROLES[role] for role in step.get("copy_to") or ())
    return (f" to {to}" if to else "") + (f" with a copy to {copies}" if copies else "")


def when(step: Step, before: Step | None) -> str:
    """When an item is due for a step, as a policy says it."""
    count = step["offset_days"]
    kind = "business day" if step["days"] == "business" else "day"
    days = f"{count} {kind}{'' if count == 1 else 's'}"
    match step["anchor"]:
        case "before_due":
            return f"{days} before the due date"
        case "after_due":
            return f"{days} after the due date"
        case _:
            return f"{days} after {before['step'] if before else 'the step before'}"


def for_band(steps: Sequence[Step], band: str | None, had: Collection[str]) -> list[Step]:
    """Those that are for a debtor of a band, and those that an item has had; of none yet: those
    that are for everybody."""
    meant = (not one.get("bands") or band in one["bands"] or one["step"] in had for one in steps)
    return list(compress(steps, meant))


def next_step(ladder: Sequence[Step], had: set[str]) -> Step | None:
    """The first step above the highest that an item has had; None: it is at the end."""
    highest = max((n for n, step in enumerate(ladder) if step["step"] in had), default=-1)
    return ladder[highest + 1] if highest + 1 < len(ladder) else None
