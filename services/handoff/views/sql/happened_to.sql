-- $1 placement.
SELECT at, what, details, personal FROM happened
WHERE placement = $1
ORDER BY partition, event_offset
