-- $1 the debtor, $2 what is left out, $3 how many of the latest; the first thing that happened
-- comes first.
SELECT at, service, what, event, details
FROM (
    SELECT at, service, what, event, details, partition, event_offset
    FROM timeline
    WHERE debtor = $1 AND what <> all($2::text[])
    ORDER BY at DESC, service DESC, partition DESC, event_offset DESC
    LIMIT $3
) AS latest
ORDER BY at, service, partition, event_offset
