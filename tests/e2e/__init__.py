"""Stories on the real broker and database, each service as its own process."""
