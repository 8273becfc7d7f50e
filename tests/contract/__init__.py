"""What services promise one another: contracts, ports, documents."""
