-- One generation more of the version that is read; $1 name. Returns its number.
INSERT INTO relance_views.generations (name, version, generation)
SELECT name, version, max(generation) + 1
FROM relance_views.generations
WHERE name = $1
  AND version = (SELECT max(version) FROM relance_views.generations WHERE name = $1)
GROUP BY name, version
RETURNING generation
