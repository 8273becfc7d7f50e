-- $1 the day, $2 for whom, $3 how many: what waits, the most valuable first.
SELECT w.kind, w.debtor, w.currency, w.amount, w.due_on
FROM waiting AS w
LEFT JOIN items AS i ON i.tenant = w.tenant AND i.debtor = w.debtor AND i.item = w.item
WHERE
    (w.kind <> 'dispute' OR w.due_on <= $1 OR w.owner = $2)
    AND coalesce(NOT i.is_closed, true)
ORDER BY w.amount DESC NULLS LAST, w.due_on, w.kind, w.what
LIMIT $3
