"""Items: what is open of each, which steps it has had, what holds it."""
