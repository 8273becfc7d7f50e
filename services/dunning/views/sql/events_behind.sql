-- $1 the debtor, $2 ids of a demand and its message, $3 ids of its items, $4 until when what happens
-- to these is told or null, $5 what is left out, $6 how many of the latest: what happened that is
-- about the demand, and what happened to its items until then.
SELECT event, service, at, what, details
FROM (
    SELECT event, service, at, what, details, partition, event_offset
    FROM timeline
    WHERE
        debtor = $1
        AND (
            jsonb_exists_any(refs, $2::text[])
            OR (jsonb_exists_any(refs, $3::text[]) AND at <= coalesce($4::timestamptz, 'infinity'))
        )
        AND what <> all($5::text[])
    ORDER BY at DESC, service DESC, event_offset DESC
    LIMIT $6
) AS latest
ORDER BY at, service, event_offset
