-- By agency: cases that it has or is offered, those of them whose answer is late, and webhooks that
-- nothing follows by itself.
SELECT
    a.agency,
    coalesce(a.said ->> 'name', '') AS name,
    (
        SELECT count(*) FROM placements AS p
        WHERE p.tenant = a.tenant AND p.agency = a.agency AND p.stage IN ('offered', 'accepted')
    ) AS out,
    (
        SELECT count(*) FROM placements AS p
        WHERE p.tenant = a.tenant AND p.agency = a.agency AND p.stage = 'offered' AND p.said ? 'task'
    ) AS late,
    (
        SELECT count(*) FROM deliveries AS d
        WHERE d.tenant = a.tenant AND d.agency = a.agency AND d.stage = 'dead'
    ) AS dead
FROM agencies AS a
ORDER BY name, a.agency
