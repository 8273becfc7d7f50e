"""Documents that are made from the code of all services."""
