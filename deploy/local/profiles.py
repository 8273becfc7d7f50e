"""What a stack is for, and how much its data is worth."""

from enum import StrEnum


class Profile(StrEnum):
    """`LAPTOP` keeps what it was told also when the power goes; `TESTS` when a process dies."""

    LAPTOP = "laptop"
    TESTS = "tests"

    @property
    def is_kept(self) -> bool:
        return self is Profile.LAPTOP
