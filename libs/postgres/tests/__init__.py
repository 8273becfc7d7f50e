"""Tests of the database ground."""
