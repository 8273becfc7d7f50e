-- One process at a time compares a view; held as long as the connection lives. $1 schema.
SELECT pg_try_advisory_lock(hashtext('beside ' || $1::text))
