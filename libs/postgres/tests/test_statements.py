"""Statements are read from their files, and written for what is asked of them."""

import re
from itertools import product
from pathlib import Path

import pytest

from libs.postgres.statements import Statements

ROOT = Path(__file__).resolve().parents[3]
LIST = """-- $1 debtor, $2 state (each may be null), $3 the last id seen or null, $4 how many.
SELECT item FROM items
WHERE
    ($1::text IS NULL OR debtor = $1)
    AND ($2::text IS NULL OR state = lower($2))
    AND (
        $3::text IS NULL
        OR (due_on, item) > (SELECT due_on, item FROM items WHERE item = $3)
    )
LIMIT $4
"""


@pytest.fixture(name="statements")
def _statements(tmp_path: Path) -> Statements:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "list.sql").write_text(LIST)
    (tmp_path / "sql" / "typed.sql").write_text("SELECT 1 WHERE ($1::text IS NULL OR true)")
    (tmp_path / "sql" / "open.sql").write_text("SELECT 1 WHERE ($1::text IS NULL OR a = $1")
    return Statements(str(tmp_path / "reading.py"))


def test_what_is_asked_for_stands_there_alone(statements: Statements) -> None:
    asked = statements.asked("list", ("d", None, "i", 10))
    assert "(debtor = $1)" in asked
    assert "AND ($2::text IS NULL)" in asked
    assert "AND ((due_on, item) > (SELECT due_on, item FROM items WHERE item = $3))" in asked


def test_what_nobody_asks_for_is_left_out(statements: Statements) -> None:
    asked = statements.asked("list", (None, "open", None, 10))
    assert "($1::text IS NULL)\n    AND (state = lower($2))\n    AND ($3::text IS NULL)" in asked


def test_the_same_is_written_once(statements: Statements) -> None:
    assert statements.asked("list", ("d", None, None, 10)) is statements.asked(
        "list", ("another", None, None, 20)
    )


def test_what_only_says_a_type_stays(statements: Statements) -> None:
    assert statements.asked("typed", ("x",)) == statements["typed"]


def test_a_filter_that_does_not_close_is_told(statements: Statements) -> None:
    with pytest.raises(ValueError, match="does not close"):
        statements.asked("open", ("x",))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.relative_to(ROOT).as_posix())
        for folder in ("libs", "services")
        for path in sorted((ROOT / folder).glob("**/sql/*.sql"))
        if re.search(r"\$\d+::\w+ IS NULL", path.read_text("utf-8"))
    ],
)
def test_every_value_keeps_its_place_whatever_is_asked(path: Path) -> None:
    """A value that stands nowhere in a statement has no type, and PostgreSQL refuses it."""
    statements = Statements(str(path.parents[1] / "reading.py"))
    values = set(re.findall(r"\$\d+", statements[path.stem]))
    for given in product((1, None), repeat=min(len(values), 9)):
        asked = statements.asked(path.stem, given + (1,) * (len(values) - len(given)))
        assert set(re.findall(r"\$\d+", asked)) == values
        assert asked.count("(") == asked.count(")")
