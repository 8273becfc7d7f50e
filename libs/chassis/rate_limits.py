"""How often one caller may ask: buckets by principal and by address, bounded in memory."""

import ipaddress
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.problems import Problem, as_response

LIMITED: Final = "/v1/"
"""Health and metrics are asked by the platform itself."""
KEYS_MAX: Final = 10_000
BY_PRINCIPAL: Final = 6_000
BY_ADDRESS: Final = 12_000
IPV6_BITS: Final = 64
"""One household has at least so many addresses: they count as one."""
_STATE: Final = "rate"
_MINUTE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bucket says of one request."""

    limit: int
    """Requests a minute."""
    remaining: int
    """That may come at once now."""
    reset_s: int
    """Until the bucket is full again."""
    wait_s: int
    """0: it may pass."""

    @property
    def headers(self) -> dict[str, str]:
        said = {
            "RateLimit-Limit": self.limit,
            "RateLimit-Remaining": self.remaining,
            "RateLimit-Reset": self.reset_s,
        }
        return {name: str(value) for name, value in said.items()}


class TooManyRequests(Problem):
    """More than {limit} requests a minute; try again in {wait_s} s."""

    RULE = "too_many_requests"
    STATUS = 429

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(limit=verdict.limit, wait_s=verdict.wait_s)
        self._verdict = verdict

    def headers(self) -> Mapping[str, str]:
        return self._verdict.headers | {"Retry-After": str(self._verdict.wait_s)}


class Buckets:
    """A bucket for each key: full at first, it fills by so many a minute.

    Of a bucket only the moment is kept at which it is full; one that is full is not kept. When
    there are too many, the one that was used longest ago is full again.
    """

    def __init__(
        self,
        a_minute_max: int,
        *,
        keys_max: int = KEYS_MAX,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._keys_max, self._clock_s = a_minute_max, keys_max, clock_s
        self._each_s = _MINUTE_S / a_minute_max
        self._full_s: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._full_s)

    def take(self, key: str) -> Verdict:
        """One request of `key`."""
        now_s = self._clock_s()
        full_s = max(self._full_s.pop(key, now_s), now_s)
        spent = (full_s - now_s) / self._each_s
        over = spent + 1 - self._limit
        if over <= 1e-6:
            full_s, spent, over = full_s + self._each_s, spent + 1, 0.0
        self._full_s[key] = full_s
        while len(self._full_s) > self._keys_max:
            del self._full_s[next(iter(self._full_s))]
        return Verdict(
            limit=self._limit,
            remaining=max(0, math.floor(self._limit - spent + 1e-6)),
            reset_s=math.ceil(full_s - now_s),
            wait_s=math.ceil(over * self._each_s),
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """The buckets of one process."""

    by_principal: Buckets = field(default_factory=lambda: Buckets(BY_PRINCIPAL))
    by_address: Buckets = field(default_factory=lambda: Buckets(BY_ADDRESS))
    proxies: int = 0
    """How many stand in front, each writing whom it heard into X-Forwarded-For."""

    def take_of(self, scope: Scope, principal: str) -> None:
        """Raises TooManyRequests."""
        _pass(scope, self.by_principal.take(principal))


class RateLimited:
    """ASGI middleware: 429 for an address that asks too often; headers on what is answered."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self._app(scope, receive, send)
            return
        try:
            _pass(scope, self._limits.by_address.take(address_of(scope, self._limits.proxies)))
        except TooManyRequests as problem:
            await as_response(problem)(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_missing(scope, message)]
            await send(message)

        await self._app(scope, receive, told)


def address_of(scope: Scope, proxies: int) -> str:
    """Who asks, as the outermost trusted proxy saw it; IPv6 by its network."""
    client = scope.get("client")
    address = client[0] if client else ""
    if proxies:
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        seen = [one.strip() for one in b",".join(lines).decode("latin-1").split(",") if one.strip()]
        address = seen[-proxies:][0] if seen else address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 4:
        return str(ip)
    return str(ipaddress.ip_network((ip, IPV6_BITS), strict=False))


def _pass(scope: Scope, verdict: Verdict) -> None:
    """Note the verdict for the answer's headers. Raises TooManyRequests."""
    if verdict.wait_s:
        raise TooManyRequests(verdict)
    scope.setdefault("state", {})[_STATE] = verdict


def _missing(scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
    verdict: Verdict = scope["state"][_STATE]
    there = {name.lower() for name, _ in message["headers"]}
    found = [(name.lower().encode(), value.encode()) for name, value in verdict.headers.items()]
    return [(name, value) for name, value in found if name not in there]
