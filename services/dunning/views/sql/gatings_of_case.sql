-- $1 the case, $2 how many of the latest: what held it, the first of them first.
SELECT gate, items, until_on, day_on, at
FROM (
    SELECT gate, items, until_on, day_on, at, partition, event_offset
    FROM gatings
    WHERE "case" = $1
    ORDER BY at DESC, event_offset DESC
    LIMIT $2
) AS latest
ORDER BY at, event_offset
