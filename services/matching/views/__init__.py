"""What screens read of the ledger."""
