"""What the testkit promises, proved."""
