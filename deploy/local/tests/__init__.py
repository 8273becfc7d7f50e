"""What the local stack promises, proved."""
