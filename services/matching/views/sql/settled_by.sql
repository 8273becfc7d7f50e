-- $1 the item: what is set against it now, the first one first.
SELECT source, source_kind, payment, currency, sum(amount) AS amount, min(at) AS at
FROM allocations
WHERE item = $1
GROUP BY source, source_kind, payment, currency
HAVING sum(amount) > 0
ORDER BY min(at), source
