-- A first generation of a version that has none yet; $1 name, $2 version. Returns its number.
-- None where a newer version is read: the old program that asks is on its way out.
INSERT INTO relance_views.generations (name, version, generation)
SELECT $1::text, $2::integer, 1
WHERE NOT EXISTS (
    SELECT FROM relance_views.generations
    WHERE name = $1 AND (version = $2 OR (version > $2 AND active))
)
ON CONFLICT DO NOTHING
RETURNING generation
