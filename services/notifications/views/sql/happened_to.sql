-- $1 the message; what happened to it, the first thing first.
SELECT at, what, details
FROM happened
WHERE message = $1
ORDER BY event_offset
