"""A debtor goes into another one: what each item has had moves along, and nothing is lost."""
