"""The ledger checked from the topics alone: sums, versions, what is in flight, the tables."""
