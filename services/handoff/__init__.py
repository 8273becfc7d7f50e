"""Places a case with an agency, follows it, takes it back."""
