"""Tests of what a payment says of what it is for."""
