"""A rolling restart of the whole platform, from an old build to the new one, under load."""

import sys
from pathlib import Path

import pytest

from libs.events.contracts.matching_items import ItemSettled, ItemSettledV1
from libs.testkit.stack import own_stack_for_tests
from tests.faults.__main__ import ROOT
from tests.faults.rolling import SESSION_S, rolled

DRAINED_WITHIN_S = 10.0
LIMIT_S = 500


@pytest.mark.campaign
@pytest.mark.stack
@pytest.mark.timeout(LIMIT_S)
async def test_old_and_new_builds_side_by_side_lose_no_settlement_and_no_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with own_stack_for_tests(ROOT, proxied=True) as stack:
        result = await rolled(stack, tmp_path / "lives")

    longest_s, place = result.silence.longest
    slowest = max(result.stopped_s, key=lambda name: result.stopped_s[name])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{dict(result.versions)}; longest silence {longest_s:.1f} s at {place}; "
            f"{slowest} took {result.stopped_s[slowest]:.1f} s to stop\n"
        )
    assert result.found.wrong == []
    assert result.unheard == set()
    assert result.versions[ItemSettledV1.TYPE] > 0
    assert result.versions[ItemSettled.TYPE] > 0
    assert f"{ItemSettled.TYPE} is newer than this reader; upgrade it first" in result.last_words
    assert result.stopped_s[slowest] < DRAINED_WITHIN_S, result.stopped_s
    assert longest_s < SESSION_S, f"{place} said nothing for {longest_s:.1f} s"
