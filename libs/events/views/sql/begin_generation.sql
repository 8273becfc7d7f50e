-- A first generation of a version that has none yet; $1 name, $2 version. Returns its number.
INSERT INTO relance_views.generations (name, version, generation)
SELECT $1::text, $2::integer, 1
WHERE NOT EXISTS (
    SELECT FROM relance_views.generations WHERE name = $1 AND version = $2
)
ON CONFLICT DO NOTHING
RETURNING generation
