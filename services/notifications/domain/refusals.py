"""Why notifications does not do what its tasks ask.

Refusal
├── MessageUnknown
├── OtherProcess
├── AttemptOutOfTurn
├── AttemptIsAlive
└── NeverLeft
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class MessageUnknown(Refusal):
    """There is no message {message}."""

    RULE: ClassVar[str] = "message_unknown"


class OtherProcess(Refusal):
    """Attempt {attempt} of message {message} was begun by a process that does not decide here."""

    RULE: ClassVar[str] = "other_process"


class AttemptOutOfTurn(Refusal):
    """The next attempt of message {message} is {next_attempt}, not {attempt}."""

    RULE: ClassVar[str] = "attempt_out_of_turn"


class AttemptIsAlive(Refusal):
    """Attempt {attempt} of message {message} belongs to this process, which reports of it."""

    RULE: ClassVar[str] = "attempt_is_alive"


class NeverLeft(Refusal):
    """Message {message} was never given to a server, so nothing can have come back."""

    RULE: ClassVar[str] = "never_left"
