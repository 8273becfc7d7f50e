"""Gathers what the page shows of a life that was played, and writes it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from libs.cli.calling import Api
from libs.cli.playing.auditing import money
from libs.cli.playing.player import Player
from libs.cli.showing.letters import letters_in
from libs.cli.showing.page import Shown, figures_of, page

LOOKED_AT: Final = 12
UNTOLD: Final = frozenset(
    {
        *("demand_gated", "demand_ended", "credit_noted", "step_taken", "step_undone"),
        *("message_composed", "send_started"),
    }
)
"""What a timeline of this page leaves out, for it is told by what stands beside it."""


class Story:
    """The chase of a life as the APIs show it while the platform still runs."""

    def __init__(self, api: Api, player: Player) -> None:
        self._api, self._player = api, player
        self._debtor: dict[str, Any] = {}
        self._first_on = ""

    async def gather(self) -> None:
        """Read what only the running platform knows."""
        demands = await self._api.everything("dunning", "/v1/demands", status="sent")
        self._first_on = min((one["day_on"] for one in demands), default="")
        most = Counter(one["debtor"] for one in demands).most_common(LOOKED_AT)
        debtors = [await self._api.get("dunning", f"/v1/debtors/{debtor}") for debtor, _ in most]
        self._debtor = max(debtors, key=_tells, default={})

    def write(self, audit: Mapping[str, Any], mailbox: Path, file: Path, title: str) -> None:
        """Write the page."""
        currency = audit["currency"]
        said = {
            name: f"{audit[name]['count']} · {money(audit[name]['amount'], currency)}"
            for name in ("invoices", "applied")
        }
        shown = Shown(
            title=title,
            figures=figures_of(dict(audit), said),
            ageing=self._player.ageing,
            began_on=self._first_on,
            debtor=_name(self._debtor),
            timeline=list(self._timeline()),
            letters=letters_in(mailbox),
        )
        file.write_text(page(shown), encoding="utf-8")

    def _timeline(self) -> Iterator[tuple[str, str]]:
        for entry in self._debtor.get("timeline", ()):
            if entry["what"] not in UNTOLD:
                yield _day(self._player.began, entry["at"]), entry["said"]


def _tells(debtor: Mapping[str, Any]) -> tuple[bool, int]:
    """A whole ladder tells most; then as many different things as can be."""
    seen = {entry["what"] for entry in debtor["timeline"]}
    return "placement_proposed" in seen, len(seen)


def _name(debtor: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (debtor.get("debtor_name"), debtor.get("customer_number"))))


def _day(began: Sequence[tuple[datetime, str]], at: str) -> str:
    """The day that was played at that moment."""
    moment = datetime.fromisoformat(at)
    days = [day for since, day in began if since <= moment]
    return days[-1] if days else ""
