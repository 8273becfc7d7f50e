-- $1 the message.
SELECT attempt, began_at, started_at, cut, content, outcome, reason, reply, not_before, ended_at
FROM attempts
WHERE message = $1
ORDER BY attempt
