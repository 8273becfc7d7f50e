"""Tests of the relance command."""
