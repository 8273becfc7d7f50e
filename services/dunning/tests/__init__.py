"""Dunning's rules as scenarios."""
