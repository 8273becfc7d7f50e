"""A timeline by days, its sentences in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.console.domain.timeline import Happened
from services.console.web.telling import sentence, text_of
from services.console.web.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """What happened, as a timeline has it; the same several times in a row is one line."""

    happened: Happened
    sentence: str
    count: int

    @property
    def text(self) -> str:
        return text_of(self.happened)


def by_day(
    words: Words, timeline: list[Happened], numbers: Mapping[str, str]
) -> Iterator[tuple[date, list[Line]]]:
    for day_on, happened in groupby(timeline, key=lambda one: words.day_of(one.at)):
        told = [(one, sentence(words, one, numbers)) for one in happened]
        same = groupby(told, key=lambda line: (line[1], text_of(line[0])))
        yield day_on, [_line(list(lines)) for _, lines in same]


def _line(told: list[tuple[Happened, str]]) -> Line:
    return Line(*told[0], len(told))
