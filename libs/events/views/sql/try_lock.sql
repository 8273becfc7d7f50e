-- One process fills a version of a view; held as long as the connection lives. $1 name, $2 version.
SELECT pg_try_advisory_lock(hashtext(format('view %s v%s', $1::text, $2::integer)))
