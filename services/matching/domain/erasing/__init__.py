"""Whether a debtor may be erased, as far as the ledger knows."""
