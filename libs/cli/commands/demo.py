"""`relance demo`."""

import asyncio
import sys
import time
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import click
from rich.progress import Progress

from deploy.local.partner import Partner
from deploy.local.postbox import Postbox
from deploy.local.profiles import Profile
from libs.cli.answering import answer, progress, run, tell
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.failing import Cannot
from libs.cli.groups import Command
from libs.cli.platform import bring_down, bring_up, entrance, forget
from libs.cli.playing.auditing import AuditFailed, audited
from libs.cli.playing.chasing import Chaser
from libs.cli.playing.heard import heard_of
from libs.cli.playing.placing import AgencyFailed, Placer
from libs.cli.playing.player import Player, explained
from libs.cli.playing.resting import NoRest, rest_of
from libs.cli.playing.script import script_in
from libs.cli.playing.settling import Life, settled
from libs.cli.playing.telling import next_text, summary_text
from libs.cli.session import Session, session_of
from libs.cli.showing.story import Story
from libs.cli.stack_failures import STACK_FAILURES
from libs.events.contracts.topology import TOPOLOGY
from libs.simulator.economy import live
from libs.simulator.write import write

HOME: Final = "demo"
STARTS_ON: Final = date(2026, 1, 5)
MONTHS: Final = 3
DEBTORS: Final = 40
BANK_ENTRIES: Final = 250
PARTITIONS: Final = 4
PAGE: Final = "index.html"


@click.command(cls=Command)
@click.option("--seed", default=1, show_default=True, envvar="SEED", help="Another life.")
@click.option("--invoices", default=200, show_default=True, type=click.IntRange(10, 5000))
@click.option("--keep", is_flag=True, envvar="KEEP", help="Leave it running to look around.")
@click.pass_context
def demo(context: click.Context, seed: int, invoices: int, keep: bool) -> None:
    """Play three months of a small creditor's money through the real services, and audit it.

    Invoices, bank files, mails that leave, calls, promises, disputes, and an agency for the cases
    that nothing moves. Starts a platform of its own, afresh, and stops it. Exits 0 only if the log
    agrees with the truth of the life and the bank's closing balances, and no demand left that
    should not have.

    \b
    relance demo
    relance demo --seed 2 --keep
    """
    session = session_of(context)
    session.home = session.home or HOME
    began_s = time.monotonic()
    try:
        document = run(_demo(session, seed, invoices, is_kept=keep), cannot=STACK_FAILURES)
    except (AgencyFailed, AuditFailed, NoRest) as failure:
        raise Cannot(str(failure)) from failure
    document["seconds"] = round(time.monotonic() - began_s, 1)
    answer(session, document, lambda: _text(session, document, is_kept=keep))
    if not document["audit"]["agrees"]:
        sys.exit(1)


def _text(session: Session, document: dict[str, Any], *, is_kept: bool) -> str:
    told = summary_text(document["audit"], document["explained"])
    console = entrance(session) if is_kept else ""
    after = next_text(session.name, document["page"], is_kept=is_kept, console=console)
    return f"{told}\nit took {document['seconds']} seconds\n{after}"


async def _demo(session: Session, seed: int, invoices: int, *, is_kept: bool) -> dict[str, Any]:
    await forget(session, told=tell)
    try:
        await bring_up(session, profile=Profile.TESTS, told=tell)
        life = await asyncio.to_thread(_life, session, seed, invoices)
        script = life.script
        tell(f"life {seed}: {invoices} invoices to {script.creditor['name']}, {MONTHS} months")
        played = await _play(session, life)
        tell("the auditor reads the topics and the mailbox")
        kafka, _ = session.stack()
        mailbox = Postbox(session.path, 0).folder
        summary = await audited(kafka, session.tenant, script.truth, mailbox)
        title = f"{script.creditor['name']}: three months, chased"
        played.story.write(summary, mailbox, session.path / PAGE, title)
    except BaseException:
        await bring_down(session, told=tell)
        raise
    if not is_kept:
        await bring_down(session, told=tell)
    page = str(session.path / PAGE)
    return {"seed": seed, "audit": summary, "explained": played.sentences, "page": page}


@dataclass(frozen=True, slots=True)
class _Played:
    sentences: list[str]
    """A few payments, explained."""
    story: Story


def _life(session: Session, seed: int, invoices: int) -> Life:
    folder = session.path / "life"
    economy = live(
        seed,
        invoices=invoices,
        debtors=DEBTORS,
        bank_entries=BANK_ENTRIES * invoices // 200,
        starts_on=STARTS_ON,
        months=MONTHS,
    )
    write(economy, folder)
    return Life(economy, folder, script_in(folder))


async def _play(session: Session, life: Life) -> _Played:
    """The whole life, and what only the running platform can tell of it."""
    kafka, _ = session.stack()
    tenant = session.tenant
    async with (
        Api(session, patience_s=LONG_PATIENCE_S) as api,
        rest_of(kafka, tenant, PARTITIONS) as rest,
        heard_of(kafka, tenant, PARTITIONS) as heard,
    ):
        placer = Placer(session, api, heard, Partner.planned(session.path))
        await placer.register()
        with progress() as bar:
            player = Player(api, rest, chaser=Chaser(api, heard), placer=placer)
            _shown_on(bar, len(life.script.days), player)
            await player.play(life.script)
            await settled(life, player, placer)
        await rest.of(tuple(TOPOLOGY))
        story = Story(api, player)
        await story.gather()
        return _Played(explained(await api.everything("matching", "/v1/payments")), story)


def _shown_on(bar: Progress, days_count: int, player: Player) -> None:
    task = bar.add_task("days", total=days_count)
    player.told = lambda line: bar.console.print(
        line, markup=False, highlight=False, soft_wrap=True
    )
    player.done = lambda: bar.advance(task)
