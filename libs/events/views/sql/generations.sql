SELECT version, generation AS number, active, cancelled, begun_at
FROM relance_views.generations
WHERE name = $1
ORDER BY version, generation
