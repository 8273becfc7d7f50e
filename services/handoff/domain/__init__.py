"""What a placement is, and what may become of it: pure."""
