-- $1 the day, $2 for whom: how much waits, by what it is. A dispute waits for who owns it, for
-- others once its day has come, and for nobody once nothing is open of its item.
SELECT w.kind, count(*) AS count
FROM waiting AS w
LEFT JOIN items AS i ON i.tenant = w.tenant AND i.debtor = w.debtor AND i.item = w.item
WHERE
    (w.kind <> 'dispute' OR w.due_on <= $1 OR w.owner = $2)
    AND coalesce(NOT i.is_closed, true)
GROUP BY w.kind
ORDER BY w.kind
