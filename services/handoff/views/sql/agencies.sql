-- $1 agency or null, $2 the last id seen or null, $3 how many.
SELECT agency, said
FROM agencies
WHERE
    ($1::text IS NULL OR agency = $1)
    AND ($2::text IS NULL OR agency > $2)
ORDER BY agency
LIMIT $3
