"""Debtors: what the rules look at of them, their pauses and tasks."""
