"""What holds across the parts: architecture, contracts, interleavings, stories, faults."""
