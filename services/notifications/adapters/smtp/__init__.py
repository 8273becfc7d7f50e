"""The next mail server: what is sent to it, and what its answers mean."""
