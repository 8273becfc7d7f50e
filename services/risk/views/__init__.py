"""What screens read of risk."""
