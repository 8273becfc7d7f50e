"""What brings the outside world in: policies as people write them."""
