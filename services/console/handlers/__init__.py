"""Nothing: the console hears no command and decides nothing, it asks the services."""
