"""The schemas that files are held to are the ones that were looked at."""

from hashlib import sha256

import pytest

from services.matching.adapters.camt.schemas import VALIDATED, schema_of, schema_path

# Each as published for its version of the message; a package that ships others is noticed here.
LOOKED_AT = {
    "camt.053.001.02": "05ec472590dda5e433fd646e9cf3849fa1ba01c033052aaca3089cec6862692d",
    "camt.053.001.04": "48e91ed5adc8a957be7d407495dcf9b3ac9e502e41962e45eba70155c8a32e3d",
    "camt.053.001.08": "ca0b135cc8e2dde5b2f99af6b6c514a8f29d6e7c6cf98e9ea84d247189868ff5",
}


@pytest.mark.parametrize("message", sorted(VALIDATED))
def test_the_schema_is_the_one_that_was_looked_at(message: str) -> None:
    assert sha256(schema_path(message).read_bytes()).hexdigest() == LOOKED_AT[message]


def test_other_versions_are_held_to_none() -> None:
    assert schema_of("camt.053.001.06") is None
