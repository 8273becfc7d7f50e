-- $1 limit, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many.
SELECT
    limit_id AS "limit", debtor, creditor, currency, requested, amount, requested_by, requested_on,
    reason, granted_by, granted_on, expires_on, refused_by, refused_on, refusal, state, end_reason,
    ended_by, ended_on, coalesce(is_breached, false) AS is_breached, breached_on
FROM limits
WHERE
    ($1::text IS NULL OR limit_id = $1)
    AND ($2::text IS NULL OR creditor = $2)
    AND ($3::text IS NULL OR debtor = $3)
    AND ($4::text IS NULL OR state = $4)
    AND ($5::text IS NULL OR limit_id > $5)
ORDER BY limit_id
LIMIT $6
