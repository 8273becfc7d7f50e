"""PostgreSQL for every service: databases made, migrated, waited for; statements in files."""
