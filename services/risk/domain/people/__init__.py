"""What people say of a debtor: limits, overrides, the watch list."""
