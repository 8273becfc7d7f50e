-- Returns nothing for one that was cancelled.
UPDATE relance_views.generations
SET active = true
WHERE name = $1 AND version = $2 AND generation = $3 AND NOT cancelled
RETURNING true
