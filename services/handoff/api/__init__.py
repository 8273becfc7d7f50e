"""The edge: creditors and agencies ask, views become answers."""
