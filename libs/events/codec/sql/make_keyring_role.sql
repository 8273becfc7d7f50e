-- Makes the role named in relance.role, that may log in with relance.password and no more.
DO $$
DECLARE
    name text := current_setting('relance.role');
    password text := current_setting('relance.password');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('role ' || name));
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', name);
    END IF;
    EXECUTE format('ALTER ROLE %I PASSWORD %L', name, password);
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO %I', current_database(), name);
END
$$
