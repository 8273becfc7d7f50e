"""The edge: requests become commands, views become answers."""
