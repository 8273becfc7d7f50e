"""What happened in a chase on a day, in a few words."""

from collections.abc import Mapping
from typing import Final

from libs.cli.answering import counted

_SAID: Final = (
    ("message_sent", "demand sent", "demands sent"),
    ("demand_recalled", "recalled", "recalled"),
    ("message_failed", "without an address", "without an address"),
    ("message_bounced", "came back", "came back"),
    ("call_logged", "call made", "calls made"),
    ("call_missed", "call missed", "calls missed"),
    ("promise_made", "promise", "promises"),
    ("promise_kept", "promise kept", "promises kept"),
    ("promise_broken", "promise broken", "promises broken"),
    ("dispute_opened", "dispute", "disputes"),
    ("dispute_resolved", "dispute resolved", "disputes resolved"),
    ("paid_claim_noted", "said to be paid", "said to be paid"),
    ("placement_proposed", "placement proposed", "placements proposed"),
)


def chased_told(counts: Mapping[str, int]) -> str:
    """`3 demands sent, 1 recalled`; empty when nothing happened. By short names of events."""
    return ", ".join(
        counted(counts[name], one, many) for name, one, many in _SAID if counts.get(name)
    )
