"""What screens read of cases and demands."""
