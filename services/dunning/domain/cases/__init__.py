"""Cases: a debtor chased in a currency; its demand, calls, promises, and what holds it."""
