"""A sandbox agency: what a partner's own program does with Relance, with nothing but Python."""
