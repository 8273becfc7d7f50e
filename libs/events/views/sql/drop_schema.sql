-- Drops the schema named in relance.schema.
DO $$
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', current_setting('relance.schema'));
END
$$
