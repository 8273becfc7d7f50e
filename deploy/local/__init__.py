"""A real broker and a real database as ordinary processes, without Docker."""
