"""Credit: what is owed, the limit on it, and whether an order may be shipped."""
