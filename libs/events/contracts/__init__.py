"""What services say: frozen strict models, one module a context."""
