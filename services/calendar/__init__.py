"""The passing of days, written into the log."""
