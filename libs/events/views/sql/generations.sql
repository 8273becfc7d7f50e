SELECT version, generation, active
FROM relance_views.generations
WHERE name = $1
ORDER BY version, generation
