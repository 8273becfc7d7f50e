"""Deliberate faults, one at a time, from outside the shipped code: the checks must see each."""
