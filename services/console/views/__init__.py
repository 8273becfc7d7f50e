"""What no API of a service gives: figures over all debtors, and who something happened to."""
