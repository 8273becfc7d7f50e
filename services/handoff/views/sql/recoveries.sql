-- $1 agency, $2 the last id seen or null, $3 how many.
SELECT recovery, said FROM recoveries
WHERE agency = $1 AND ($2::text IS NULL OR recovery > $2)
ORDER BY recovery
LIMIT $3
