SELECT state, count(*) AS promises_count
FROM promises
WHERE moved_to IS NULL AND state IS NOT NULL
GROUP BY state
ORDER BY state
