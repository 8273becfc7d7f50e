"""Risk's rules: pure functions over small frozen states."""
