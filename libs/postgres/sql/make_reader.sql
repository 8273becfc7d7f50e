-- The login named in relance.role, a member of relance_reader, that may connect to one database and
-- owns nothing. One that could see past row-level security is refused.
DO $$
DECLARE
    login text := current_setting('relance.role');
    place text := current_setting('relance.database');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('relance readers'));
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'relance_reader') THEN
        BEGIN
            CREATE ROLE relance_reader NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- who fills a view was faster
        END;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login);
    END IF;
    IF EXISTS (
        SELECT FROM pg_roles
        WHERE rolname IN (login, 'relance_reader') AND (rolsuper OR rolbypassrls)
    ) THEN
        RAISE EXCEPTION 'the role % may see past row-level security', login;
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', login, current_setting('relance.password'));
    EXECUTE format('GRANT relance_reader TO %I', login);
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', place);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', place, login);
END
$$
