-- $1 the debtor, $2 ids, $3 how many of the latest: what happened that is about one of them.
SELECT event, service, at, what, details
FROM (
    SELECT event, service, at, what, details, partition, event_offset
    FROM timeline
    WHERE debtor = $1 AND jsonb_exists_any(refs, $2::text[])
    ORDER BY at DESC, service DESC, event_offset DESC
    LIMIT $3
) AS latest
ORDER BY at, service, event_offset
