"""The rules of chasing: pure, told in scenarios."""
