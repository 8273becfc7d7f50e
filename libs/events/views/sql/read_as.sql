-- For this transaction alone: $1 the schema, $2 the tenant whose rows there are.
SELECT
    set_config('search_path', quote_ident($1), true),
    set_config('relance.tenant', $2, true),
    set_config('role', 'relance_reader', true)
