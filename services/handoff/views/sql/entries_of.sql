-- $1 tenant, $2 agency, $3 the last number that was written, $4 how many.
SELECT number, at, said FROM entries
WHERE tenant = $1 AND agency = $2 AND number > $3
ORDER BY number
LIMIT $4
