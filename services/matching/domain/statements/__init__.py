"""Bank statements: what is read of them, the chain that they form, cover."""
