"""What screens and agencies read."""
