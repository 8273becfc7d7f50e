-- $1 agency, $2 the last number seen, $3 how many.
SELECT number, at, said FROM entries WHERE agency = $1 AND number > $2 ORDER BY number LIMIT $3
