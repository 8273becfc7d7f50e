"""What screens read of parties and documents."""
