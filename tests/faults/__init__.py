"""What still holds when processes die and databases are emptied, on the real broker."""
