"""What is computed of what the console shows."""
