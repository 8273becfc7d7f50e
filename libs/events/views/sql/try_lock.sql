-- One process fills a view; held as long as the connection lives.
SELECT pg_try_advisory_lock(hashtext('view ' || $1))
