"""A seeded little economy with known truth: debtors, their invoices, the bank's files."""
