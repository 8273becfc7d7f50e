-- $1 task, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6 how
-- many. The oldest first; `number` is of the item that it is about, where it is about one.
SELECT
    t.task, t.kind, t."case", t.creditor, t.debtor, d.name AS debtor_name, d.customer_number,
    t.about, i.number, t.opened_on, t.opened_at, t.state,
    CASE WHEN t.state = 'done' THEN t.done_by END AS done_by,
    CASE WHEN t.state = 'done' THEN t.done_at END AS done_at
FROM tasks AS t
LEFT JOIN items AS i
    ON i.tenant = t.tenant AND i.item = t.about AND i.debtor = t.debtor
LEFT JOIN debtors AS d ON d.tenant = t.tenant AND d.debtor = t.debtor
WHERE
    ($1::text IS NULL OR t.task = $1)
    AND ($2::text IS NULL OR t.creditor = $2)
    AND ($3::text IS NULL OR t.debtor = $3)
    AND ($4::text IS NULL OR t.state = $4)
    AND (
        $5::text IS NULL
        OR (t.opened_at, t.task) > (SELECT o.opened_at, o.task FROM tasks AS o WHERE o.task = $5)
    )
ORDER BY t.opened_at, t.task
LIMIT $6
