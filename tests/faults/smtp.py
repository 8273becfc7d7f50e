"""The next hand of all mail: it keeps what it takes, and does so in a mood that is set."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope

from deploy.local.mailbox import SIZE_MAX, Mailbox
from deploy.local.ports import LOOPBACK


class Mood(StrEnum):
    """How the next mails are answered."""

    LATER = "later"
    """451, not kept."""
    DROP = "drop"
    """Kept, and the connection ends without an answer."""
    HANG = "hang"
    """Kept, and never answered."""


@dataclass(slots=True)
class Sink(Mailbox):
    """A mailbox for all recipients; what a recipient's name asks for still holds beside."""

    met: Counter[Mood] = field(default_factory=Counter)
    """How many mails were answered in each mood."""
    _mood: Mood | None = None
    _left: int = 0

    def be(self, mood: Mood, mails: int) -> None:
        """In that mood for so many mails."""
        self._mood, self._left = mood, mails

    def _rule(self, envelope: Envelope) -> str:
        asked = Mailbox._rule(self, envelope)
        if asked or self._mood is None or not self._left:
            return asked
        self._left -= 1
        self.met[self._mood] += 1
        return self._mood


@asynccontextmanager
async def sink_at(port: int, folder: Path, bounces: Path) -> AsyncIterator[Sink]:
    """Listens on that port of the loopback; the mails lie in `folder` as the mailbox keeps them."""
    for place in (folder, bounces):
        place.mkdir(parents=True, exist_ok=True)
    sink = Sink(folder, bounces)

    def connection() -> SMTP:
        return SMTP(sink, data_size_limit=SIZE_MAX, enable_SMTPUTF8=True, ident="sink")

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, host=LOOPBACK, port=port)
    try:
        yield sink
    finally:
        server.close()
