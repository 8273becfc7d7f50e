"""Documents and parties, each once."""
