-- Whether a transaction that had begun at $1 is still open: it may read what was read then.
SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database()
      AND pid <> pg_backend_pid()
      AND backend_type = 'client backend'
      AND xact_start <= $1
)
