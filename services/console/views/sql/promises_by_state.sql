SELECT state, count(*) AS promises_count
FROM promises
GROUP BY state
ORDER BY state
