-- $1 plan, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6 how
-- many. With the numbers of its items, in its order.
SELECT
    p.plan, p."case", p.creditor, p.debtor, d.name AS debtor_name, d.customer_number, p.items,
    (
        SELECT array_agg(i.number ORDER BY named.place)
        FROM jsonb_array_elements_text(p.items) WITH ORDINALITY AS named (item, place)
        INNER JOIN items AS i ON i.tenant = p.tenant AND i.item = named.item
            AND i.debtor = p.debtor
    ) AS numbers,
    p.instalments, p.currency, p.total, p.state, p.kept_count, p.paid,
    CASE WHEN p.state = 'broken' THEN p.missing END AS missing, p.proposed_on, p.proposed_by,
    p.agreed_on, p.noted_by, p.judged_on, p.end_reason, p.ended_by
FROM plans AS p
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    ($1::text IS NULL OR p.plan = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND ($5::text IS NULL OR p.plan > $5)
ORDER BY p.plan
LIMIT $6
