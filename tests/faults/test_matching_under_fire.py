"""Two workers of matching under load: killed, and their database wiped, again and again."""

import asyncio
import os
import sys
from datetime import date
from pathlib import Path
from random import Random

import pytest

from audit.summing import ledger_of
from audit.truth import read_truth
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.playing.script import Script, script_in
from libs.simulator.economy import live
from libs.simulator.write import write
from tests.faults.faults import Shooting, schedule
from tests.faults.figures import Counted, Figures, figures
from tests.faults.load import Load, sender_of
from tests.faults.platform import Range
from tests.faults.proof import proof_at_rest
from tests.faults.screens import Screens

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
"""Kills of workers, and as many wipes."""
SEED = int(os.environ.get("FAULT_SEED", "1"))
INVOICES_A_ROUND = 20
STARTS_ON = date(2026, 1, 5)
LIMIT_S = 120 + 60 * ROUNDS


def a_life(folder: Path) -> Script:
    """More of it the more happens to it."""
    invoices = INVOICES_A_ROUND * ROUNDS
    months = 1 + invoices // 100
    write(live(SEED, invoices=invoices, starts_on=STARTS_ON, months=months), folder)
    return script_in(folder)


@pytest.mark.timeout(LIMIT_S)
async def test_kills_and_wipes_lose_double_and_leave_nothing(
    shot: Range, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = await asyncio.to_thread(a_life, tmp_path / "life")
    async with Api(shot.session, patience_s=LONG_PATIENCE_S) as api:
        shooting = await shoot(shot, api, script)
        said = await proved(shot, api, shooting, script)
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}: {said}\n")


async def shoot(shot: Range, api: Api, script: Script) -> Shooting:
    """The whole life goes in while everything of the schedule happens."""
    chance = Random(SEED)
    sender = await sender_of(api, script)
    load = Load(list(sender.steps(script)))
    shooting = Shooting(shot, load, chance)
    async with asyncio.TaskGroup() as group:
        group.create_task(load.run())
        group.create_task(shooting.run(schedule(ROUNDS, chance)))
    assert load.answered == len(load.steps)
    return shooting


async def proved(shot: Range, api: Api, shooting: Shooting, script: Script) -> Figures:
    """Fails on the first thing that does not hold."""
    truth = read_truth(script.truth)
    proof = await proof_at_rest(shot, truth)
    summary = proof.the_books_agree_to_the_cent()
    counted = Counted(
        takeovers=shot.count_logged("partition_taken_over"),
        inputs=await proof.inputs(),
        answered=await proof.each_command_is_answered(),
        streams=proof.each_version_follows_the_one_before(),
        writers=await proof.nobody_wrote_after_its_successor(),
        rows=await proof.each_row_is_what_the_log_folds_to(),
    )
    await Screens(api).show(truth, ledger_of(proof.facts, shot.session.tenant))
    known = proof.what_can_be_known_is_applied(summary)
    return figures(shooting.done, counted, summary, known)
