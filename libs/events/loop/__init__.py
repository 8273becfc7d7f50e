"""Deciding, folding, takeover, parking."""
