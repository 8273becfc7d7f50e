-- Makes the schema named in relance.schema, with the list of what was applied in it.
DO $$
DECLARE
    name text := current_setting('relance.schema');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('migrate ' || name));
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', name);
    PERFORM set_config('search_path', quote_ident(name), true);
    CREATE TABLE IF NOT EXISTS migrations (
        number integer PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
    );
END
$$
