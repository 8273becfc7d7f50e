-- $1 the person, $2 how many: the mails to them, the newest first.
SELECT message, kind, day_on, status, reason, reply, noted_at, sent_at
FROM internals
WHERE person = $1
ORDER BY noted_at DESC, message
LIMIT $2
