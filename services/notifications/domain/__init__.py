"""What a message is, and what may become of it: pure."""
