-- $1 debtor, $2 creditor, $3 debtor again, $4 state (each may be null), $5 the last debtor seen or
-- null, $6 how many. The last pause of each debtor; one may have ended by its day.
SELECT
    p.debtor, d.name AS debtor_name, d.customer_number, p.creditor, p.until_on, p.reason,
    p.paused_by, p.paused_at, p.state, CASE WHEN p.state = 'resumed' THEN p.resumed_by END AS resumed_by
FROM pauses AS p
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    ($1::text IS NULL OR p.debtor = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND ($5::text IS NULL OR p.debtor > $5)
ORDER BY p.debtor
LIMIT $6
