-- $1 debtor, $2 creditor, $3 band, $4 watched, $5 breached (each may be null), $6 the last debtor
-- seen or null, $7 how many.
SELECT
    d.debtor, d.creditor, d.band, d.band_cause, d.band_changed_on, d.score_band, d.late_percent,
    d.late_days, d.reasons, d.model, d.inputs_hash, d.scored_on,
    coalesce(d.is_watched, false) AS is_watched, l.limit_id IS NOT NULL AS has_limit,
    coalesce(l.is_breached, false) AS is_breached
FROM debtors AS d
LEFT JOIN limits AS l ON l.tenant = d.tenant AND l.debtor = d.debtor AND l.state = 'granted'
WHERE
    ($1::text IS NULL OR d.debtor = $1)
    AND ($2::text IS NULL OR d.creditor = $2)
    AND ($3::text IS NULL OR d.band = $3)
    AND ($4::boolean IS NULL OR coalesce(d.is_watched, false) = $4)
    AND ($5::boolean IS NULL OR coalesce(l.is_breached, false) = $5)
    AND ($6::text IS NULL OR d.debtor > $6)
ORDER BY d.debtor
LIMIT $7
