"""Matching, the ledger: which payment settles which item."""
