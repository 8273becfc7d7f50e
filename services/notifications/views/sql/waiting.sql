-- $1 the day, $2 for whom, $3 how many: what waits, the most valuable first.
SELECT kind, debtor, currency, amount, due_on
FROM waiting
WHERE kind <> 'dispute' OR due_on <= $1 OR owner = $2
ORDER BY amount DESC NULLS LAST, due_on, kind, what
LIMIT $3
