-- $1 override, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many.
SELECT
    override, debtor, creditor, band, until_on, reason, overridden_by, overridden_on, state,
    end_reason, ended_by
FROM overrides
WHERE
    ($1::text IS NULL OR override = $1)
    AND ($2::text IS NULL OR creditor = $2)
    AND ($3::text IS NULL OR debtor = $3)
    AND ($4::text IS NULL OR state = $4)
    AND ($5::text IS NULL OR override > $5)
ORDER BY override
LIMIT $6
