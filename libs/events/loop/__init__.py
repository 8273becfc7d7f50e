"""Deciding, folding, parking, takeover: how one partition of a service works."""
