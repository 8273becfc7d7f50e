-- Which schema of a view is read, and which is being filled beside it.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('relance_views'));
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'relance_reader') THEN
        BEGIN
            CREATE ROLE relance_reader NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another database's service was faster: roles belong to the server
        END;
    END IF;
    CREATE SCHEMA IF NOT EXISTS relance_views;
    CREATE TABLE IF NOT EXISTS relance_views.generations (
        name text NOT NULL,
        version integer NOT NULL,
        generation integer NOT NULL,
        active boolean NOT NULL DEFAULT false,
        begun_at timestamptz NOT NULL DEFAULT now(),
        cancelled boolean NOT NULL DEFAULT false,
        PRIMARY KEY (name, version, generation)
    );
    -- Looked for first: ALTER TABLE would wait for every reader, and let all others wait behind it.
    IF NOT EXISTS (
        SELECT FROM information_schema.columns
        WHERE table_schema = 'relance_views'
          AND table_name = 'generations'
          AND column_name = 'cancelled'
    ) THEN
        ALTER TABLE relance_views.generations
            ADD COLUMN cancelled boolean NOT NULL DEFAULT false;
    END IF;
    CREATE UNIQUE INDEX IF NOT EXISTS one_active
        ON relance_views.generations (name) WHERE active;
    GRANT USAGE ON SCHEMA relance_views TO relance_reader;
    GRANT SELECT ON relance_views.generations TO relance_reader;
END
$$
