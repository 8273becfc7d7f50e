"""A sandbox agency: a partner's own program, in plain Python but for the client of its topic."""
