-- What is read of a view; $1 name.
SELECT version, generation FROM relance_views.generations WHERE name = $1 AND active
