"""Tests of statements: the chain rule, and what is decided at an account's key."""
