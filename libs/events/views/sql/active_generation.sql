-- What is read of a view; $1 name. Every reader asks this first.
SELECT version, generation FROM relance_views.generations WHERE name = $1 AND active
