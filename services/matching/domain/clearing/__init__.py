"""Clearing accounts of agencies: what they recovered is owed, what they remit settles it."""
