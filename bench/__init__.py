"""What is measured, and the bare loop that it is measured against."""
