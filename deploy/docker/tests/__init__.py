"""Tests of what an image holds."""
