"""Random histories of the real deciders, step by step, and checks that share nothing with them."""
