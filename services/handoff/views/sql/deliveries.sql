-- $1 agency, $2 stage, or null: any; $3 the last number seen, $4 how many. What an entry says, and
-- what became of posting it.
SELECT d.number, d.stage, d.said, e.said ->> 'kind' AS kind, e.said ->> 'placement' AS placement
FROM deliveries AS d
LEFT JOIN entries AS e ON e.tenant = d.tenant AND e.agency = d.agency AND e.number = d.number
WHERE d.agency = $1 AND ($2::text IS NULL OR d.stage = $2) AND d.number > $3
ORDER BY d.number
LIMIT $4
