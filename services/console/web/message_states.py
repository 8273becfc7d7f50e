"""Where a message may stand, in the order in which a list offers them."""

from typing import Literal

MessageState = Literal[
    "sent", "held", "ready", "started", "uncertain", "bounced", "failed", "withdrawn", "to_compose"
]
