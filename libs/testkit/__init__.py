"""What tests are written with: scenarios, builders, the interleaving simulator."""
