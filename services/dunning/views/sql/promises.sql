-- $1 promise, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many. The earliest to pay first.
SELECT
    p.promise, p."case", p.creditor, p.debtor, d.name AS debtor_name, p.items,
    (
        SELECT array_agg(number ORDER BY due_on, item)
        FROM items
        WHERE tenant = p.tenant AND item IN (SELECT jsonb_array_elements_text(p.items))
    ) AS numbers,
    p.currency, p.amount, p.paid, p.missing, p.pay_by_on, p.judged_from_on, p.judged_on, p.made_on,
    p.noted_by, p.state, p.end_reason, p.ended_by
FROM promises AS p
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    ($1::text IS NULL OR p.promise = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND (
        $5::text IS NULL
        OR (p.pay_by_on, p.promise)
        > (SELECT o.pay_by_on, o.promise FROM promises AS o WHERE o.promise = $5)
    )
ORDER BY p.pay_by_on, p.promise
LIMIT $6
