"""Projections with a checkpoint of their own."""
