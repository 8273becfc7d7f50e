"""Pools of connections that come back as they were lent."""

from collections.abc import Mapping

import asyncpg


async def open_pool(
    address: str,
    *,
    max_size: int,
    min_size: int = 1,
    server_settings: Mapping[str, str] | None = None,
) -> asyncpg.Pool:
    """A pool that asks nothing of the server when a connection comes back.

    asyncpg would reset the session each time, one more question to every statement. What is set
    here is set for one transaction, and that is over by then, or rolled back by asyncpg.
    """
    return await asyncpg.create_pool(
        address,
        min_size=min_size,
        max_size=max_size,
        reset=_left_as_it_is,
        # asyncpg would forget a statement after five minutes, and the server plans the first five
        # times of each anew: a list that is asked for now and then was planned each time.
        max_cached_statement_lifetime=0,
        server_settings=dict(server_settings or {}),
    )


async def _left_as_it_is(_: asyncpg.Connection) -> None:
    """Nobody changes a session: `libs/postgres/tests/test_pooling.py` looks for who would."""
