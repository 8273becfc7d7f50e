"""What still holds when processes die and databases are emptied, on the real broker."""

import pytest

pytest.register_assert_rewrite("tests.faults.proof", "tests.faults.screens", "tests.faults.load")
