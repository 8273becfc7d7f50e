"""The services of Relance, which speak to one another through domain events alone."""
