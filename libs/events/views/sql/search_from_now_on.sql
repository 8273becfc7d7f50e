-- For this session: $1 the schema that unqualified names mean.
SELECT set_config('search_path', quote_ident($1), false)
