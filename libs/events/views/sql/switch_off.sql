UPDATE relance_views.generations SET active = false WHERE name = $1 AND active
