-- $1 dispute, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many. The oldest first; without an amount the whole item is contested.
SELECT
    p.dispute, p.item, i.number, p."case", p.creditor, p.debtor, d.name AS debtor_name, i.currency,
    p.amount, i.open, b.reason, b.owner, p.due_on, b.opened_on, b.opened_by, b.text, p.state,
    p.resolution, p.resolved_by
FROM disputes AS p
LEFT JOIN LATERAL (
    SELECT
        max(reason) AS reason, max(owner) AS owner, max(opened_on) AS opened_on,
        max(opened_by) AS opened_by, max(text) AS text
    FROM disputes
    WHERE tenant = p.tenant AND dispute = p.dispute
) AS b ON true
LEFT JOIN items AS i ON i.tenant = p.tenant AND i.item = p.item AND i.debtor = p.debtor
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    i.moved_to IS NULL
    AND ($1::text IS NULL OR p.dispute = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND (
        $5::text IS NULL
        OR (b.opened_on, p.dispute)
        > (SELECT max(o.opened_on), max(o.dispute) FROM disputes AS o WHERE o.dispute = $5)
    )
ORDER BY b.opened_on, p.dispute
LIMIT $6
