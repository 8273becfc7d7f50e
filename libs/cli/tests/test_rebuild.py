"""`relance rebuild`: begins or follows, shows how far it is, ends when it is switched."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from libs.cli.__main__ import relance
from libs.cli.commands import rebuild
from libs.cli.tests.speaking import Server, problem

ROOT: Final = Path(__file__).resolve().parents[3]
ASKED = {"view": "ledger", "version": 1, "generation": 2, "outcome": "begun"}
PATH = "/v1/views/ledger"


@pytest.fixture(name="matching")
def _matching(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A matching that says how far its view is, asked and told without a pause."""
    monkeypatch.setattr(rebuild, "ASK_EVERY_S", 0.01)
    monkeypatch.setattr(rebuild, "LINE_EVERY_S", 0.0)
    monkeypatch.setenv("RELANCE_URL_CALENDAR", server.url)
    server.says(f"{PATH}/rebuild", ASKED)
    return server


def filled(generation: int, state: str, done: int) -> dict[str, Any]:
    return {
        "version": 1,
        "generation": generation,
        "state": state,
        "begun_at": "2026-03-02T10:00:00Z",
        "done": done,
        "of": 1_000,
        "positions": {"relance.matching.events/0": done},
    }


def view(*generations: dict[str, Any], is_filled: bool = True) -> dict[str, Any]:
    return {
        "view": "ledger",
        "version": 1,
        "is_filled": is_filled,
        "generations": [*generations],
    }


def said(*words: str) -> Result:
    return CliRunner().invoke(relance, ["rebuild", *words])


def test_it_is_followed_until_it_is_what_is_read(matching: Server) -> None:
    old = filled(1, "read", 1_000)
    matching.answers[PATH] = [
        (200, view(old, filled(2, "filling", 250))),
        (200, view(old, filled(2, "filling", 500), is_filled=False)),
        (200, view(filled(1, "left", 1_000), filled(2, "read", 1_000))),
    ]

    result = said("matching", "ledger", "--json")

    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document.pop("took_s") >= 0
    assert document == {"service": "matching", **ASKED, "outcome": "switched", "done": 1_000}
    lines = result.stderr.splitlines()
    assert lines[0] == "matching ledger: 250 of 1000 (25%), ? a second, ? left"
    assert "no worker fills it now" in lines[1]


def test_one_that_was_cancelled_elsewhere_ends_it(matching: Server) -> None:
    matching.answers[PATH] = [
        (200, view(filled(1, "read", 1_000), filled(2, "filling", 250))),
        (200, view(filled(1, "read", 1_000), filled(2, "cancelled", 250))),
    ]

    result = said("matching", "ledger")

    assert result.exit_code == 1
    assert "rebuild_ended: it was cancelled" in result.stderr


def test_interrupted_it_says_how_to_follow_it_again(matching: Server) -> None:
    matching.says(PATH, view(filled(1, "read", 1_000), filled(2, "filling", 250)))
    command = [sys.executable, "-m", "libs.cli", "rebuild", "matching", "ledger"]

    with subprocess.Popen(
        command,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # As at a terminal, also where the tests themselves run in the background without it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stderr is not None
        assert "250 of 1000" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said_then = running.stderr.read()

    assert running.returncode == 1
    assert "it goes on in matching: `relance rebuild matching ledger` follows it" in said_then
    assert "`relance rebuild matching ledger --cancel` drops it" in said_then
    assert "Traceback" not in said_then


def test_it_is_dropped(matching: Server) -> None:
    matching.says(f"{PATH}/cancel", {**ASKED, "outcome": "cancelled"})

    result = said("matching", "ledger", "--cancel")

    assert result.exit_code == 0, result.output
    assert "cancelled" in result.stdout


def test_nothing_to_drop_is_said(matching: Server) -> None:
    matching.answers[f"{PATH}/cancel"] = [problem(409, "nothing_is_rebuilt")]

    result = said("matching", "ledger", "--cancel")

    assert (result.exit_code, "nothing_is_rebuilt" in result.stderr) == (1, True)


def test_without_a_view_they_are_listed_with_what_they_lack(matching: Server) -> None:
    matching.says(
        "/v1/views",
        {"items": [view(filled(1, "read", 900), filled(2, "filling", 250))], "next": None},
    )

    (one, two) = json.loads(said("matching", "--json").stdout)
    everything = json.loads(said("--json").stdout)

    assert (one["view"], one["generation"], one["state"], one["lag"]) == ("ledger", 1, "read", 100)
    assert (two["generation"], two["state"], two["lag"]) == (2, "filling", 750)
    assert {found["service"] for found in everything} >= {"matching", "dunning", "calendar"}
    assert "relance" not in said("matching").stdout
    assert "filling" in said("matching").stdout


def test_which_view_is_to_be_dropped_has_to_be_said(matching: Server) -> None:
    result = said("matching", "--cancel")

    assert (result.exit_code, "which view" in result.stderr) == (2, True)
