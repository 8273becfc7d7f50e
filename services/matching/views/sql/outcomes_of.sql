-- $1 the payment: what was found of it, the first one first.
SELECT at, outcome, facts
FROM outcomes
WHERE payment = $1
ORDER BY event_offset
