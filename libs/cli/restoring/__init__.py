"""Backups of a platform, and how one comes back on an empty machine."""
