-- $1 the demand: the attempts to send its message, each with the cut of its barrier.
SELECT
    a.message, a.attempt, a.began_at, a.cut, a.started_at, a.outcome, a.reply, a.not_before,
    a.ended_at
FROM attempts AS a
INNER JOIN messages AS m ON m.tenant = a.tenant AND m.message = a.message
WHERE m.demand = $1
ORDER BY a.message, a.attempt
