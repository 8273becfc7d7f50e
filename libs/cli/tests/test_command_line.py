"""The command line: help with an example everywhere, one document on stdout, exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from libs.cli import session as sessions
from libs.cli.__main__ import PLACES, relance
from libs.cli.commands.platform import up

EXAMPLE = "  relance "


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))
        else:
            yield (*words, name)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout where nothing was ever started."""
    for name in ("RELANCE_HOME", "RELANCE_TENANT", "RELANCE_TOKEN", "RELANCE_KAFKA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sessions, "ROOT", tmp_path)
    return tmp_path


def said(*words: str) -> Result:
    return CliRunner().invoke(relance, list(words))


@pytest.mark.parametrize("words", list(commands(relance)), ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    result = said(*words, "--help")

    assert result.exit_code == 0, result.output
    assert EXAMPLE + " ".join(words) in result.output or "$(relance token" in result.output
    for option in ("--json", "--home", "--tenant"):
        assert option in result.output


def test_the_menu_says_what_each_command_is_for() -> None:
    result = said("--help")

    for name, (_, line) in PLACES.items():
        assert name in result.output
        assert line in result.output


def test_options_may_stand_before_and_after_the_command(root: Path) -> None:
    for words in (("--json", "items"), ("items", "--json"), ("items", "--tenant", "x", "--json")):
        result = said(*words)

        assert result.exit_code == 2
        assert json.loads(result.stdout)["error"]["message"].startswith("there is no platform")


def test_without_json_a_failure_is_a_sentence_on_stderr(root: Path) -> None:
    result = said("creditor", "list", "--home", "other")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "there is no platform 'other' here: start one with `relance up`\n"


@pytest.mark.parametrize(
    "words",
    [
        ("import", "invoices", "/nowhere", "--creditor", "c"),
        ("import", "bank", "--creditor", "c"),
        ("day", "advance", "--to", "tomorrow"),
        ("statements", "decide", "s1", "perhaps"),
        ("statements", "decide", "s1", "new", "--entries", "a,b"),
        ("payment", "apply", "p1"),
        ("up", "--workers", "matching=0"),
        ("up", "--workers", "nobody=1"),
        ("token", "--role", "owner"),
        ("nothing",),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(words: tuple[str, ...]) -> None:
    result = said(*words)

    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_workers_are_counted_by_service() -> None:
    context = up.make_context("up", ["--workers", "matching=2", "--workers", "ingestion=3"])

    assert context.params["workers"] == {"matching": 2, "ingestion": 3}


def test_a_life_is_written_once_into_a_folder(tmp_path: Path) -> None:
    words = ("simulate", "--seed", "4", "--invoices", "10", "--out", str(tmp_path), "--json")
    life = json.loads(said(*words).stdout)

    assert (life["seed"], life["invoices"]) == (4, 10)
    assert Path(life["truth"]).exists()
    again = said(*words)
    assert again.exit_code == 2
    assert "is not empty" in json.loads(again.stdout)["error"]["message"]
