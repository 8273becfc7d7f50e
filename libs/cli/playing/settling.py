"""The end of a life that is played: the agency's month ends, and its transfer is booked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from libs.cli.playing.placing import AGENCY, Placer
from libs.cli.playing.player import Player
from libs.cli.playing.script import Day, Script
from libs.kernel.money import read_money
from libs.simulator.afterwards import Transfer, with_transfer
from libs.simulator.economy import Economy
from libs.simulator.parties import Payer
from libs.simulator.write import write_on

REFERENCE: Final = "REM-2026-0001"
_PAYER: Final = Payer(AGENCY, iban="BE68539007547034", bic="GKCCBEBB", kind="third_party")


@dataclass(frozen=True, slots=True)
class Life:
    """A life that was written into a folder, and how it is fed in."""

    economy: Economy
    folder: Path
    script: Script


async def settled(life: Life, player: Player, placer: Placer) -> dict[str, Any]:
    """What the agency says of its transfer; a day more of the life brings it, if there is one.

    Raises NoRest, AgencyFailed, and what `Player.live` raises.
    """
    await placer.worked_on()
    said = await placer.settle(life.script.days[-1].day_on, REFERENCE)
    if said["net"]:
        transfer = Transfer(_PAYER, read_money(said["net"]), f"Afrekening {said['reference']}")
        lived = with_transfer(life.economy, transfer)
        files = write_on(lived, life.folder)
        arrives_on = lived.statements[-1].arrives_on
        await player.live([Day(str(arrives_on), bank=tuple(files))])
    return said
