"""Every route of every service, asked by everybody: who gets what is written down and held."""
