"""A debtor goes into another one: what it had moves along, and what comes later is sent on."""
