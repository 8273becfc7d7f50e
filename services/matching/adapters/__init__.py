"""What brings the outside world in: files of banks, stores."""
