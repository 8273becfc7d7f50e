"""What callers ask of calendar."""
