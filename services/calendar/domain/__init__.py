"""Which days begin when; pure."""
