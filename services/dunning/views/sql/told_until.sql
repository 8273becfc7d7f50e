-- $1 a demand: until when what happens to its items belongs to it, null: it still does. To one that
-- never left belongs what came of the fact that kept it back, up to the case's next demand.
SELECT CASE WHEN e.outcome IS DISTINCT FROM 'withdrawn' THEN e.ended_at ELSE o.until END AS until
FROM demands AS e
LEFT JOIN LATERAL (
    SELECT greatest(next.proposed_at - interval '1 microsecond', e.ended_at) AS until
    FROM demands AS next
    WHERE
        next.tenant = e.tenant AND next."case" = e."case" AND next.proposed_at > e.proposed_at
    ORDER BY next.proposed_at
    LIMIT 1
) AS o ON true
WHERE e.demand = $1
