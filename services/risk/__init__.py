"""Risk: how likely and how late a debtor pays, and how much credit it has."""
