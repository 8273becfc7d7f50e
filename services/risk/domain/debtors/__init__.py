"""Debtors: what is known of one, read and recorded step by step within a decision."""
