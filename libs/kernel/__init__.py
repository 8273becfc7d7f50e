"""Values that every context shares: money, days, ids, keys; imports nothing of ours."""
