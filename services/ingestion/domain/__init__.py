"""Rules of documents and parties; pure."""
