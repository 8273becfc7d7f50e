-- For this transaction alone: $1 the schema, $2 the tenant whose rows there are, $3 whose debtors
-- alone there are, and $4 which agency's; empty: all of the tenant's.
SELECT
    set_config('search_path', quote_ident($1), true),
    set_config('relance.tenant', $2, true),
    set_config('relance.portfolio', $3, true),
    set_config('relance.agency', $4, true),
    set_config('role', 'relance_reader', true)
