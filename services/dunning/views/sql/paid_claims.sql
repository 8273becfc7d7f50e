-- $1 item, $2 creditor, $3 debtor (each may be null), $4 is of no meaning here, $5 the last item
-- seen or null, $6 how many.
SELECT
    p.item, i.number, i.currency, i.open, p."case", p.creditor, p.debtor, d.name AS debtor_name,
    p.until_on, b.noted_by, p.noted_at
FROM paid_claims AS p
LEFT JOIN LATERAL (
    SELECT max(noted_by) AS noted_by FROM paid_claims WHERE tenant = p.tenant AND item = p.item
) AS b ON true
LEFT JOIN items AS i ON i.tenant = p.tenant AND i.item = p.item AND i.debtor = p.debtor
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    i.moved_to IS NULL
    AND ($1::text IS NULL OR p.item = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR true)
    AND ($5::text IS NULL OR p.item > $5)
ORDER BY p.item
LIMIT $6
