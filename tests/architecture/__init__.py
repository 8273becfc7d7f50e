"""How Relance reads, held by tests: sizes, rooms, imports, files, features."""
