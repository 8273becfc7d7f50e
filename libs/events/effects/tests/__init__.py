"""Tests of the runtime, on a real broker and database."""
