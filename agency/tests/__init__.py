"""Tests of the sandbox agency."""
