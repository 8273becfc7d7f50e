-- $1 agency, $2 stage, or null: any; $3 the last number seen, $4 how many.
SELECT number, stage, said FROM deliveries
WHERE agency = $1 AND ($2::text IS NULL OR stage = $2) AND number > $3
ORDER BY number
LIMIT $4
