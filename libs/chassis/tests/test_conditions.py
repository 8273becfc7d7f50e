"""A change on condition of what was seen, and nothing told twice."""

import pytest

from libs.chassis.conditions import revision_in, tagged

SHOWN = {"name": "De Bakker", "revision": 3}


@pytest.mark.parametrize(
    ("condition", "revision"),
    [
        (None, None),
        ("*", None),
        ('"3.0f1e"', 3),
        ('W/"3.0f1e"', 3),
        ('"3"', 3),
        ('"of-another", "4.aa"', 4),
        ("3", -1),  # no tag at all: nothing has been seen
        ('"of-another"', -1),
        ("", -1),
    ],
)
def test_a_change_is_conditional_on_the_revision_of_a_tag(
    condition: str | None, revision: int | None
) -> None:
    assert revision_in(condition) == revision


def test_who_has_it_already_is_told_nothing_but_its_tag() -> None:
    first = tagged(SHOWN, 3, None)
    tag = first.headers["ETag"]
    assert (first.status_code, revision_in(tag)) == (200, 3)
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = tagged(SHOWN, 3, known)
        assert (again.status_code, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_what_happened_beside_it_is_told_and_stands_in_no_editors_way() -> None:
    first, later = tagged(SHOWN, 3, None), tagged(SHOWN | {"notes": 1}, 3, None)
    assert tagged(SHOWN | {"notes": 1}, 3, first.headers["ETag"]).status_code == 200
    assert revision_in(first.headers["ETag"]) == revision_in(later.headers["ETag"])
