"""How Relance is put onto machines."""
