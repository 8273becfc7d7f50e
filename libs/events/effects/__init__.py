"""Everything that leaves the house: barrier, start, effect, report."""
