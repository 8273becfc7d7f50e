"""A life played day by day through the real services, and audited in the end."""
