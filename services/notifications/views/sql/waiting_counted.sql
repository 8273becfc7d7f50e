-- $1 the day: how much waits, by what it is. A dispute waits once its day has come.
SELECT kind, count(*) AS count
FROM waiting
WHERE kind <> 'dispute' OR due_on <= $1
GROUP BY kind
ORDER BY kind
