-- $1 item, $2 creditor, $3 debtor, $4 number, $5 state (each may be null), $6 the last id seen or
-- null, $7 how many.
SELECT
    i.item, i.creditor, i.debtor, i.kind, i.number, i.currency, i.amount, i.open, i.issued_on,
    i.due_on, b.first_due_on, b.opened_at, i.changed_at, b.cancelled_at, b.cancel_reason,
    coalesce(s.suspected_by, '{}') AS suspected_by
FROM items AS i
LEFT JOIN LATERAL (
    SELECT
        min(first_due_on) AS first_due_on, min(opened_at) AS opened_at,
        min(cancelled_at) AS cancelled_at, max(cancel_reason) AS cancel_reason
    FROM items
    WHERE tenant = i.tenant AND item = i.item
) AS b ON true
LEFT JOIN LATERAL (
    SELECT array_agg(suspected_by ORDER BY suspected_by) AS suspected_by
    FROM suspicions
    WHERE tenant = i.tenant AND item = i.item AND debtor = i.debtor AND state = 'holds'
) AS s ON true
WHERE
    i.moved_to IS NULL
    AND ($1::text IS NULL OR i.item = $1)
    AND ($2::text IS NULL OR i.creditor = $2)
    AND ($3::text IS NULL OR i.debtor = $3)
    AND ($4::text IS NULL OR i.number = $4)
    AND CASE $5::text
        WHEN 'open' THEN i.open > 0
        WHEN 'settled' THEN i.open = 0 AND i.cancelled_at IS NULL
        WHEN 'cancelled' THEN i.cancelled_at IS NOT NULL
        WHEN 'suspected' THEN i.open > 0 AND s.suspected_by IS NOT NULL
        ELSE true
    END
    AND (
        $6::text IS NULL
        OR (i.due_on, i.item) > (
            SELECT o.due_on, o.item FROM items AS o WHERE o.item = $6 AND o.moved_to IS NULL
        )
    )
ORDER BY i.due_on, i.item
LIMIT $7
