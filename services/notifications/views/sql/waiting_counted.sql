-- $1 the day, $2 for whom: how much waits, by what it is. A dispute waits for who owns it, for
-- others once its day has come.
SELECT kind, count(*) AS count
FROM waiting
WHERE kind <> 'dispute' OR due_on <= $1 OR owner = $2
GROUP BY kind
ORDER BY kind
