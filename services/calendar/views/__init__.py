"""What screens read of days."""
