-- For this transaction alone, the schema that is read now of the view $1; $2 the tenant whose rows
-- there are, $3 whose debtors alone there are, and $4 which agency's; empty: all of the tenant's. No
-- row: the view was not filled yet. Who reads for one tenant asks this first.
SELECT
    set_config('search_path', quote_ident(format('%s_v%s_g%s', name, version, generation)), true),
    set_config('relance.tenant', $2, true),
    set_config('relance.portfolio', $3, true),
    set_config('relance.agency', $4, true),
    set_config('role', 'relance_reader', true)
FROM relance_views.generations
WHERE name = $1 AND active
