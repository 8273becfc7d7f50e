"""A process that fills the ledger view and does nothing else, for tests that kill it."""

import asyncio
import sys

from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.log.address import Broker
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource
from services.matching.views.ledger import LedgerView


def main(kafka: str, database: str) -> None:
    """Until it is killed."""
    asyncio.run(ViewRunner(LedgerView(), database, LogSource(Broker(kafka), MemoryKeyring())).run())


if __name__ == "__main__":
    main(*sys.argv[1:])
