"""Nothing yet: risk reads only what is on the log."""
