"""What tokens were found to be, for some seconds: one page asks ten services with the same one."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import orjson
from joserfc import jws

from libs.chassis.identity import Principal, Verifier

LIFE_S: Final = 10.0
"""As long a token is taken after its key was withdrawn."""
KNOWN_MAX: Final = 1_000
"""Tokens, none of more than 16 KiB."""


@dataclass(frozen=True, slots=True)
class _Known:
    principal: Principal
    until_s: float
    expires_s: float


class Remembering:
    """Asks another verifier once for each token in `LIFE_S`, and never past its `exp`."""

    def __init__(
        self,
        verifier: Verifier,
        now_s: Callable[[], float] = time.time,
        running_s: Callable[[], float] = time.monotonic,
    ) -> None:
        """`running_s` is of a clock that nobody sets back; `exp` is of the other."""
        self._verifier, self._now_s, self._running_s = verifier, now_s, running_s
        self._known: dict[str, _Known] = {}

    async def principal(self, token: str) -> Principal:
        """Raises what the verifier raises; what was refused is asked for again."""
        known = self._known.get(token)
        if (
            known is not None
            and self._running_s() < known.until_s
            and self._now_s() < known.expires_s
        ):
            return known.principal
        principal = await self._verifier.principal(token)
        if len(self._known) >= KNOWN_MAX:
            self._known.clear()
        self._known[token] = _Known(principal, self._running_s() + LIFE_S, _expires_s(token))
        return principal


def _expires_s(token: str) -> float:
    """Of a token that was verified; one that never expires is asked for like any other."""
    claims = orjson.loads(jws.extract_compact(token.encode()).payload)
    return float(claims.get("exp", "inf"))
