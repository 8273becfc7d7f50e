"""A run of tests that is told to end leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy.local.waiting import wait_until

STORY = """
import time
from pathlib import Path
import pytest

HERE = Path(__file__).parent

@pytest.fixture(scope="session")
def started():
    yield
    (HERE / "tidied").touch()

def test_that_takes_long(started):
    (HERE / "under-way").touch()
    time.sleep(600)
"""
LIMIT_S = 60.0


async def test_a_run_that_is_told_to_end_tidies_up(tmp_path: Path) -> None:
    story = tmp_path / "test_story.py"
    story.write_text(STORY, encoding="utf-8")
    plugin = ("-p", "libs.testkit.plugin", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", "--quiet", *plugin, str(story)]
    with subprocess.Popen(command, cwd=os.getcwd(), stdout=subprocess.DEVNULL) as run:
        try:
            under_way = (tmp_path / "under-way").exists
            await wait_until("the test is under way", under_way, limit_s=LIMIT_S)
            run.send_signal(signal.SIGTERM)
            assert run.wait(LIMIT_S) != 0
        finally:
            run.kill()
    assert (tmp_path / "tidied").exists()
