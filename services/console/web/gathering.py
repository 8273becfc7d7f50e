"""Asks several services at once; one that is silent leaves its part of a page empty."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.console.web.ports import Document, Refused, Said, Silent, Some

NOT_ONES_OWN: Final = frozenset({403, 404})


NOTHING: Final = Some([], False)


def some(page: Document) -> Some:
    """A page of a list as a service answers it."""
    return Some(list(page["items"]), bool(page.get("next")))


def together(*lists: Some) -> Some:
    """One after the other."""
    return Some([row for one in lists for row in one.rows], any(one.has_more for one in lists))


@dataclass(frozen=True, slots=True)
class Gathered:
    """Answers by the names under which they were asked for, and who did not answer."""

    found: Mapping[str, Any]
    silent: tuple[Said, ...]

    def __getitem__(self, name: str) -> Any:
        return self.found[name]


def each_once(*silent: Said) -> tuple[Said, ...]:
    """One of each service."""
    return tuple({one.service: one for one in silent}.values())


async def gathered(**asked: Awaitable[Any]) -> Gathered:
    """None stands for what could not be had. Raises what is no word of a service."""
    answers = await asyncio.gather(*(or_said(one) for one in asked.values()))
    found = {
        name: None if isinstance(answer, Said) else answer
        for name, answer in zip(asked, answers, strict=True)
    }
    silent = (one for one in answers if isinstance(one, Said) and not _is_no(one))
    return Gathered(found, each_once(*silent))


def _is_no(said: Said) -> bool:
    """Whether it is not the reader's, or not there; any other refusal leaves it unknown."""
    return not isinstance(said, Silent) and said.status in NOT_ONES_OWN


async def or_said(asked: Awaitable[Any]) -> Any:
    """The answer, or what a service said instead of one."""
    try:
        return await asked
    except Said as said:
        return said


async def or_nothing(asked: Awaitable[Document]) -> Document | None:
    """None for what a service does not know."""
    try:
        return await asked
    except Refused as refused:
        if refused.status == 404:
            return None
        raise
