-- $1 promise, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6
-- how many. The earliest to be judged first. What is left of a merged debtor's plan is a promise that
-- nobody made: it is to be paid by the plan's last day.
SELECT
    p.promise, p."case", p.creditor, p.debtor, d.name AS debtor_name, p.items,
    (
        SELECT array_agg(number ORDER BY due_on, item)
        FROM items
        WHERE tenant = p.tenant AND debtor = p.debtor
            AND item = ANY (ARRAY(SELECT jsonb_array_elements_text(p.items)))
    ) AS numbers,
    p.currency, p.amount, coalesce(p.paid, b.paid) AS paid, coalesce(p.missing, b.missing) AS missing,
    coalesce(b.pay_by_on, l.last_due_on) AS pay_by_on, p.judged_from_on, coalesce(p.judged_on, b.judged_on) AS judged_on, b.made_on,
    b.noted_by, p.state, p.end_reason, p.ended_by
FROM promises AS p
LEFT JOIN LATERAL (
    SELECT
        max(paid) AS paid, max(missing) AS missing, max(pay_by_on) AS pay_by_on,
        max(judged_on) AS judged_on, max(made_on) AS made_on, max(noted_by) AS noted_by
    FROM promises
    WHERE tenant = p.tenant AND promise = p.promise
) AS b ON true
LEFT JOIN LATERAL (
    SELECT max((one.due ->> 'due_on')::date) AS last_due_on
    FROM plans, jsonb_array_elements(instalments) AS one (due)
    WHERE tenant = p.tenant AND plan = p.promise
) AS l ON true
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    p.moved_to IS NULL
    AND ($1::text IS NULL OR p.promise = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND (
        $5::text IS NULL
        OR (p.judged_from_on, p.promise) > (
            SELECT o.judged_from_on, o.promise
            FROM promises AS o
            WHERE o.promise = $5 AND o.moved_to IS NULL
        )
    )
ORDER BY p.judged_from_on, p.promise
LIMIT $6
