"""The means of the campaign do what they say: traps, parts, the schedule, the proxy, the sink."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import cast

from audit.truth import Truth
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.waiting import wait_until
from libs.cli.playing.script import Day, Script
from tests.faults.__main__ import left_of
from tests.faults.checks import INVARIANTS, WITH_ERRANDS
from tests.faults.crashing import Moment, Parts, Trap
from tests.faults.faults import Fault, schedule
from tests.faults.lives import Life, Stage
from tests.faults.platform import Range
from tests.faults.proxy import Proxy
from tests.faults.rooms import EXPOSED, MAILED, MERGED
from tests.faults.rounds import BOUNDED, ERRANDS, FULL, Row
from tests.faults.table import table_of

DAYS = 43
COME_TO_THE_MOMENT = """
import sys
from pathlib import Path
from tests.faults.crashing import Moment, Trap
for moment in (Moment.FOLDED, Moment.COMMITTED):
    Trap(Path(sys.argv[1]), "matching").at(moment)
"""
CALLER = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as way:
    way.sendall(b"hello")
    print(way.recv(5).decode(), flush=True)
    print(len(way.recv(5)), flush=True)
"""


def test_a_trap_kills_the_first_that_comes_to_its_moment_and_nobody_else(tmp_path: Path) -> None:
    trap = Trap(tmp_path, "matching")
    trap.arm(Moment.COMMITTED)
    command = [sys.executable, "-c", COME_TO_THE_MOMENT, str(tmp_path)]
    ends = [subprocess.run(command, check=False, cwd=os.getcwd()).returncode for _ in range(2)]
    assert ends == [-signal.SIGKILL, 0]
    assert trap.is_sprung
    assert not trap.disarm()


def test_two_parts_have_a_moment_between_them_once_one_is_committed() -> None:
    parts, share = Parts(), (Moment.SHARE, "payment")
    parts.decided(0, "first", share)
    assert parts.between(0) == set()
    parts.commit(0)
    parts.decided(0, "first", share)
    assert parts.between(0) == set()
    parts.decided(2, "second", share)
    assert parts.between(2) == {Moment.SHARE}
    parts.decided(3, "other", (Moment.SHARE, "another payment"))
    assert parts.between(3) == set()


def test_a_round_that_did_not_come_to_its_end_is_played_again_and_others_are_not() -> None:
    stuck = Row.stuck_at((1, 2), deduplicated=False, failure=TimeoutError("a life is stuck"))
    wrong = Row(1, 1, wrong=[(INVARIANTS[0], "twice")])
    wanted = [(1, number, False) for number in range(4)]
    assert left_of(wanted, [Row(1, 0), wrong, stuck]) == [(1, 2, False), (1, 3, False)]
    assert left_of(wanted, [Row(1, 0), wrong, stuck, Row(1, 2)]) == [(1, 3, False)]
    assert left_of([(1, 0, True)], [Row(1, 0)]) == [(1, 0, True)]


def test_over_some_rounds_each_fault_and_each_moment_has_its_turn() -> None:
    rounds = [schedule(1, number, DAYS) for number in range(9)]
    counts = Counter(one.what for planned in rounds for one in planned)
    assert min(counts[one] for one in (*Fault, *Moment)) >= 2
    assert rounds == [schedule(1, number, DAYS) for number in range(9)]
    assert rounds[0] != schedule(2, 0, DAYS)


async def test_a_cut_ends_the_connections_of_one_process_and_lets_it_have_no_other() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(100):
            writer.write(some)

    port, way = free_ports(2)
    server = await asyncio.start_server(echo, LOOPBACK, port)
    async with server, Proxy(way, port) as proxy:
        reader, mine = await asyncio.open_connection(LOOPBACK, way)
        caller = await asyncio.create_subprocess_exec(
            sys.executable, "-c", CALLER, str(way), stdout=asyncio.subprocess.PIPE
        )
        assert caller.stdout is not None
        assert await caller.stdout.readline() == b"hello\n"
        async with proxy.cut(caller.pid):
            await caller.wait()
        mine.write(b"still there")
        assert await reader.read(100) == b"still there"
        async with proxy.cut(os.getpid()):
            assert await reader.read(100) == b""
            refused, _ = await asyncio.open_connection(LOOPBACK, way)
            assert await refused.read(100) == b""
        await wait_until("both were cut", lambda: proxy.cuts == 3, limit_s=5)
        mine.close()


def test_each_round_is_told_with_the_build_that_was_shot_at() -> None:
    rows = [Row(2, 0, build="b2"), Row(1, 3, True, build="b1+", counts={"sent": 7})]

    told = [line for line in table_of(rows).splitlines() if line.startswith(("| 1 |", "| 2 |"))]

    assert told == [
        "| 1 | 3 | b1+ (deduplicates) | 0 | 0 | 7 | 0 | 0 | 0 |  |  |  | 0 | **no** |",
        "| 2 | 0 | b2 | 0 | 0 | 0 | 0 | 0 | 0 |  |  |  | 0 | **no** |",
    ]


def test_a_bounded_round_has_minima_of_its_own() -> None:
    counts, checked = dict(BOUNDED.minima), dict.fromkeys(INVARIANTS, 1)

    assert Row(1, 0, is_bounded=True, counts=counts, checked=checked).is_green
    assert Row(1, 0, counts=counts, checked=checked).too_few == [
        "30 crossing, 100 at least",
        "10 sent, 30 at least",
        "2 withdrawn, 10 at least",
    ]


def test_a_round_with_errands_has_to_have_some_and_one_of_before_need_not() -> None:
    counts, checked = dict(FULL.minima), dict.fromkeys(INVARIANTS, 1)
    before = Row.of({"seed": 1, "number": 0, "counts": counts, "checked": checked})
    now = Row(1, 0, has_errands=True, counts=dict(counts), checked=dict(checked))

    assert before.is_green
    assert now.too_few == [
        "0 merges, 3 at least",
        "0 internal, 3 at least",
        "0 limits, 3 at least",
        f"nothing for: {MERGED}",
        f"nothing for: {MAILED}",
        f"nothing for: {EXPOSED}",
    ]
    now.counts |= ERRANDS
    now.checked |= dict.fromkeys(WITH_ERRANDS, 1)
    assert now.is_green


def test_a_round_of_before_is_told_without_errands() -> None:
    rows = [Row(1, 0, build="b1"), Row(2, 0, has_errands=True, build="b2", counts=dict(ERRANDS))]

    told = [line for line in table_of(rows).splitlines() if line.startswith(("| 1 |", "| 2 |"))]

    assert told == [
        "| 1 | 0 | b1 | 0 | 0 | 0 | 0 | 0 | 0 |  |  |  | 0 | **no** |",
        "| 2 | 0 | b2 | 0 | 0 | 0 | 0 | 0 | 0 | 3 | 3 | 3 | 0 | **no** |",
    ]


def test_a_round_that_held_an_invariant_against_nothing_is_not_green() -> None:
    row = Row(1, 0, counts=dict(FULL.minima), checked=dict.fromkeys(INVARIANTS, 1))
    assert row.is_green
    row.checked[INVARIANTS[-1]] = 0
    assert row.too_few == [f"nothing for: {INVARIANTS[-1]}"]
    assert not row.is_green


def test_days_are_over_once_the_next_has_begun() -> None:
    """A strike may come before a life has begun its first, and after it has ended."""
    days = tuple(Day(f"2026-01-0{number}") for number in (5, 6, 7))
    life = Life("north", Script(Path(), {}, days), cast(Truth, None))
    stage = Stage(cast(Range, None), [life])
    over = []
    for begun in range(len(days) + 1):
        stage.begun = {"north": begun} if begun else {}
        over.append(len(stage.over(life)))
    assert over == [0, 0, 1, 2]
