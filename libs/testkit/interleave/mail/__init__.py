"""A mail server in memory, and what a process does to have a message leave through it."""
