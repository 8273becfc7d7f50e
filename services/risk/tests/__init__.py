"""Risk's rules as scenarios."""
