"""Empties the database of a service while it works."""

from random import Random
from typing import Final

import asyncpg

from deploy.local.stack import Stack
from libs.chassis.ground import database_of
from libs.events.contracts.topology import TOPOLOGY
from libs.postgres.database import address_of

DEADLOCKS_MAX: Final = 5
WIPES: Final = {
    "emptied": "truncate checkpoints, states, lookups, outcomes",
    "dropped": """
        do $$
        declare
            name text;
        begin
            drop table checkpoints, states, lookups, outcomes;
            for name in
                select nspname from pg_namespace
                where nspname = 'relance_views' or nspname ~ '_v[0-9]+_g[0-9]+$'
            loop
                execute format('drop schema %I cascade', name);
            end loop;
        end
        $$
    """,
}
"""Of the runtime's rows, as one who restores an empty database; of all tables, views too."""


async def wipe(stack: Stack, chance: Random) -> str:
    """Of one service, as one transaction; a deadlock with who is folding just then is tried again.

    Returns whose.
    """
    service = chance.choice(sorted(TOPOLOGY))
    how = WIPES[chance.choice(sorted(WIPES))]
    address = address_of(stack.postgres, database_of(TOPOLOGY[service]))
    connection = await asyncpg.connect(address)
    try:
        for _ in range(DEADLOCKS_MAX):
            try:
                await connection.execute(how)
                return service
            except asyncpg.DeadlockDetectedError:
                continue
        raise AssertionError(f"no wipe of {service} in {DEADLOCKS_MAX} tries")
    finally:
        await connection.close()
