-- One generation more of the newest version; $1 name. Nothing while one is under way, and nothing
-- for a view that was never begun. Two who ask at once get one.
INSERT INTO relance_views.generations (name, version, generation)
SELECT name, version, max(generation) + 1
FROM relance_views.generations
WHERE name = $1
  AND version = (SELECT max(version) FROM relance_views.generations WHERE name = $1)
GROUP BY name, version
HAVING max(generation) FILTER (WHERE active) = max(generation) FILTER (WHERE NOT cancelled)
ON CONFLICT DO NOTHING
