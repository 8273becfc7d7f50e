"""The edge: views become answers."""
