-- $1 note, $2 creditor, $3 debtor (each may be null), $4 is of no meaning here, $5 the last id seen
-- or null, $6 how many. The oldest first.
SELECT
    p.note, p.creditor, p.debtor, d.name AS debtor_name, p.noted_by, p.noted_on, p.noted_at, p.text
FROM notes AS p
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    ($1::text IS NULL OR p.note = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR true)
    AND (
        $5::text IS NULL
        OR (p.noted_at, p.note) > (SELECT o.noted_at, o.note FROM notes AS o WHERE o.note = $5)
    )
ORDER BY p.noted_at, p.note
LIMIT $6
