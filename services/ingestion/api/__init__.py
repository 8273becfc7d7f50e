"""What callers ask of ingestion."""
