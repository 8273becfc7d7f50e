"""Which bare loop the figures were measured against."""

from typing import Final

BARE_LOOP: Final = "bench/bare.py"
BARE_LOOP_SHA256: Final = "843d4e0b4a9116bc3060535b33beed7c4d09b9388977be191e60cd9f2cca89d7"
