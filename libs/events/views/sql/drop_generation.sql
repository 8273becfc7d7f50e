-- A generation that nobody reads; $1 name, $2 version, $3 generation.
DELETE FROM relance_views.generations
WHERE name = $1 AND version = $2 AND generation = $3 AND NOT active
