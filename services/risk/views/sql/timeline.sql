-- $1 the debtor, $2 how many of the latest; the first thing that happened comes first.
SELECT at, what, event, details
FROM (
    SELECT at, what, event, details, partition, event_offset
    FROM timeline
    WHERE debtor = $1
    ORDER BY at DESC, partition DESC, event_offset DESC
    LIMIT $2
) AS latest
ORDER BY at, partition, event_offset
