-- $1 the day, $2 how many: what waits, the most valuable first.
SELECT kind, debtor, currency, amount, due_on
FROM waiting
WHERE kind <> 'dispute' OR due_on <= $1
ORDER BY amount DESC NULLS LAST, due_on, kind, what
LIMIT $2
