"""The `relance` command: the platform as processes, and everything that its APIs offer."""
