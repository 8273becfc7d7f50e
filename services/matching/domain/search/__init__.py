"""What a payment could be for: certain, suggested or nothing."""
