"""Tests of reading camt.053."""
