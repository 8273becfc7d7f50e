"""What makes a process a service: settings, http, identity, database, telemetry, objects."""
