"""The score: what it sees of a debtor's history, what it makes of it, and why in words."""
