"""What leaves for an agency: webhooks, dossiers, its topic."""
