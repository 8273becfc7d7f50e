"""What happens to a payment at its own key."""
