"""Interleavings of the real deciders."""
