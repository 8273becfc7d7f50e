"""What happens to items, shares and credit at a debtor's key."""
