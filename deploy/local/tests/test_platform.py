"""The platform's processes: started with ports of their own, waited for, looked at, stopped."""

import socket
import sys
from pathlib import Path

import pytest

from deploy.local import platform
from deploy.local.platform import Member, NotReady, plan, planned_before
from deploy.local.platform_ports import Ports
from deploy.local.platform_readiness import Readiness, ask_lag, lag_of
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.processes import ProcessEnded
from deploy.local.waiting import wait_until

TRIVIAL = """
import http.server, os, pathlib

class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ready = pathlib.Path(os.environ["READY_FILE"]).exists()
        if self.path == "/metrics":
            lag = b'relance_lag_messages{partition="%d"} %d.0'
            lags = (lag % pair for pair in ((0, 3), (1, 4)))
            body = b"\\n".join(lags)
        else:
            body = b'{"ready": %s, "waits_for": "a file"}' % (b"true" if ready else b"false")
        self.send_response(200 if ready or self.path == "/metrics" else 503)
        self.end_headers()
        self.wfile.write(body)

print("role", os.environ["RELANCE_ROLE"], "slot", os.environ["RELANCE_SLOT"], flush=True)
http.server.ThreadingHTTPServer(
    (os.environ["RELANCE_HOST"], int(os.environ["RELANCE_PORT"])), Answers
).serve_forever()
"""
ENDS = "import sys; sys.exit('RELANCE_KAFKA is not set')"


def member(home: Path, code: str = TRIVIAL, *, number: int = 1) -> Member:
    (port,) = free_ports(1)
    environment = {"READY_FILE": str(home / "ready")}
    return Member("sample", number, port, home, environment, (sys.executable, "-c", code))


async def test_what_is_started_is_ready_says_its_lag_and_stops(tmp_path: Path) -> None:
    (tmp_path / "ready").touch()
    one, other = member(tmp_path), member(tmp_path, number=2)
    told: list[str] = []

    await platform.start([one, other], told=told.append)

    assert (await one.readiness()).ready
    assert await ask_lag(one.url) == 7  # 3 + 4
    assert "role all slot sample-1" in one.process.log_tail()
    assert "role worker slot sample-2" in other.process.log_tail()
    assert told[-1].endswith(one.url) or told[-1].endswith(other.url)

    await platform.stop([one, other])

    assert one.process.pid() is other.process.pid() is None
    assert await ask_lag(one.url) is None


async def test_starting_again_leaves_what_runs_alone(tmp_path: Path) -> None:
    (tmp_path / "ready").touch()
    one = member(tmp_path)
    await platform.start([one])
    pid = one.process.pid()

    await platform.start([one])

    assert one.process.pid() == pid
    await one.kill()


async def test_one_that_is_not_ready_says_what_it_waits_for_and_its_last_lines(
    tmp_path: Path,
) -> None:
    one = member(tmp_path)
    one.start()
    await wait_until("it answers", lambda: bool(one.process.log_tail()), limit_s=20)

    async def says_what_it_waits_for() -> bool:
        return bool((await one.readiness()).facts)

    await wait_until("it says what it waits for", says_what_it_waits_for, limit_s=20)
    with pytest.raises(NotReady, match=r"waits_for a file.*\n.*slot sample-1"):
        await one.wait_ready(limit_s=0.3)

    await one.kill()


async def test_one_that_ends_at_its_start_is_told_with_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(ProcessEnded, match="RELANCE_KAFKA is not set"):
        await platform.start([member(tmp_path, ENDS)])


def test_ports_are_kept_over_starts_and_a_stranger_s_is_not_taken(tmp_path: Path) -> None:
    wished = free_ports(2)
    wishes = {"calendar": wished[0], "matching": wished[1]}
    first = plan(tmp_path, wishes, workers={"matching": 2})
    assert [one.name for one in first] == ["calendar-1", "matching-1", "matching-2"]
    assert [one.port for one in first][:2] == wished
    before = [(one.name, one.port) for one in planned_before(tmp_path)]
    assert before == [(one.name, one.port) for one in first]

    with socket.socket() as stranger:
        stranger.bind((LOOPBACK, wished[0]))
        stranger.listen()
        again = plan(tmp_path, wishes)

    assert again[0].port != wished[0]
    assert again[1].port == wished[1]
    assert list(Ports.read(tmp_path).by_name) == ["calendar-1", "matching-1"]


@pytest.mark.parametrize(
    ("metrics", "lag"),
    [
        ("", 0),
        ('relance_lag_messages{partition="0"} 12.0\n# HELP x\nother{partition="0"} 5.0', 12),
        ("relance_lag_messages_created 5.0", 0),
    ],
)
def test_the_lag_is_the_sum_over_partitions(metrics: str, lag: int) -> None:
    assert lag_of(metrics) == lag


def test_a_process_that_does_not_answer_says_so() -> None:
    assert Readiness(False).sentence == "is not ready (it does not answer)"
