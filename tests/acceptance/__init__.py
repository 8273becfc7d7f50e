"""Real files by other hands, offered to the running platform."""
