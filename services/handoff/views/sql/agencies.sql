-- $1 the last id seen or null, $2 how many.
SELECT agency, said
FROM agencies
WHERE $1::text IS NULL OR agency > $1
ORDER BY agency
LIMIT $2
