"""Deliberate faults of the real code, one at a time, from outside it: what catches each."""
