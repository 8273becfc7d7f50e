-- $1 placement, $2 debtor, $3 agency, $4 creditor, $5 stages (each may be null), $6 whether an
-- agency asks, $7 the last id seen or null, $8 how many. `recovered` is text, as the case is.
SELECT
    p.placement,
    p.agency,
    p.creditor,
    p.debtor,
    p.stage,
    p.said,
    (
        SELECT sum(split_part(r.said ->> 'gross', ' ', 1)::numeric)::text
        FROM recoveries AS r
        WHERE r.tenant = p.tenant AND r.said ->> 'placement' = p.placement
    ) AS recovered_amount
FROM placements AS p
WHERE
    ($1::text IS NULL OR p.placement = $1)
    AND ($2::text IS NULL OR p.debtor = $2)
    AND ($3::text IS NULL OR p.agency = $3)
    AND ($4::text IS NULL OR p.creditor = $4)
    AND ($5::text [] IS NULL OR p.stage = ANY ($5))
    AND (NOT $6::boolean OR p.stage NOT IN ('proposed', 'requested', 'withdrawn'))
    AND ($7::text IS NULL OR p.placement > $7)
ORDER BY p.placement
LIMIT $8
