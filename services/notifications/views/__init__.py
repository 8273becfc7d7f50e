"""What screens read of messages, and what composing reads of parties and documents."""
