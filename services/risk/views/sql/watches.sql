-- $1 debtor, $2 creditor, $3 debtor again, $4 state (each may be null), $5 the last debtor seen or
-- null, $6 how many. The last watch of each debtor.
SELECT
    debtor, creditor, state, reason, started_by, started_on,
    CASE WHEN state = 'ended' THEN end_note END AS end_note,
    CASE WHEN state = 'ended' THEN ended_by END AS ended_by,
    CASE WHEN state = 'ended' THEN ended_on END AS ended_on
FROM watches
WHERE
    ($1::text IS NULL OR debtor = $1)
    AND ($2::text IS NULL OR creditor = $2)
    AND ($3::text IS NULL OR debtor = $3)
    AND ($4::text IS NULL OR state = $4)
    AND ($5::text IS NULL OR debtor > $5)
ORDER BY debtor
LIMIT $6
