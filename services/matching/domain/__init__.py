"""The rules of the ledger: pure, over frozen values."""
