"""What must hold of everything that asks a debtor for money, told from events and deliveries."""
