"""What stands between files or ports and the domain."""
