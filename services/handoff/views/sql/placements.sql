-- $1 placement, $2 debtor, $3 agency, $4 stage (each may be null), $5 whether an agency asks,
-- $6 the last id seen or null, $7 how many.
SELECT placement, agency, creditor, debtor, stage, said
FROM placements
WHERE
    ($1::text IS NULL OR placement = $1)
    AND ($2::text IS NULL OR debtor = $2)
    AND ($3::text IS NULL OR agency = $3)
    AND ($4::text IS NULL OR stage = $4)
    AND (NOT $5::boolean OR stage NOT IN ('proposed', 'requested', 'withdrawn'))
    AND ($6::text IS NULL OR placement > $6)
ORDER BY placement
LIMIT $7
