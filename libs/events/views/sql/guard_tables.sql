-- Row-level security by tenant on every table of the schema that has one.
DO $$
DECLARE
    schema_name text := current_schema();
    table_name text;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO relance_reader', schema_name);
    FOR table_name IN
        SELECT c.table_name
        FROM information_schema.columns AS c
        WHERE c.table_schema = schema_name AND c.column_name = 'tenant'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('DROP POLICY IF EXISTS own_tenant ON %I', table_name);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %I TO relance_reader USING (tenant = current_setting(''relance.tenant''))',
            table_name
        );
        EXECUTE format('GRANT SELECT ON %I TO relance_reader', table_name);
    END LOOP;
END
$$
