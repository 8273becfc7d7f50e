"""Published positions, the cut, rounds."""
