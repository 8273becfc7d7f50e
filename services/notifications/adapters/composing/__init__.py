"""What a message reads like: templates and languages as data, composed purely."""
