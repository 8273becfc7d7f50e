-- $1 dispute, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many. The oldest first; without an amount the whole item is contested.
SELECT
    p.dispute, p.item, i.number, p."case", p.creditor, p.debtor, d.name AS debtor_name, i.currency,
    p.amount, i.open, p.reason, p.owner, p.due_on, p.opened_on, p.opened_by, p.text, p.state,
    p.resolution, p.resolved_by
FROM disputes AS p
LEFT JOIN items AS i ON i.tenant = p.tenant AND i.item = p.item
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    ($1::text IS NULL OR p.dispute = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND (
        $5::text IS NULL
        OR (p.opened_on, p.dispute)
        > (SELECT o.opened_on, o.dispute FROM disputes AS o WHERE o.dispute = $5)
    )
ORDER BY p.opened_on, p.dispute
LIMIT $6
