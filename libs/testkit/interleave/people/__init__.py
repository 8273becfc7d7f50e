"""What people do in one history: each thread in its own order, all of them mixed by chance."""
