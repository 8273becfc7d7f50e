"""What really happens outside: who owes what, what the bank booked, what people do about it."""
