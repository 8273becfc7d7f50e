-- Row-level security on every table of the schema that has a tenant: by tenant, and below that by
-- portfolio. A reader with a portfolio sees rows of the debtors in it; of items, cases and messages
-- those that it sees of the table named so; of what has none of these nothing, unless a comment on
-- the table says `open to portfolios`. A schema without a table `portfolio` shows it nothing else.
-- Who names no portfolio is of a build that knows none, and has nobody in the role `sales`.
-- A reader with an agency sees rows of that agency, and of placements those that it sees of the
-- table named so; of what has neither nothing.
-- A setting is read in a query of its own: once for all rows, and not for each.
-- What is guarded like that already is left alone: a rule is made under a lock that readers wait
-- for, and a process that starts would deadlock with those that read two tables.
DO $$
DECLARE
    schema_name text := current_schema();
    one record;
    owner_of text;
    portfolio_rule text;
    agency_rule text;
    mark text;
    tenant_rule constant text := $rule$tenant = (SELECT current_setting('relance.tenant'))$rule$;
    no_portfolio constant text :=
        $rule$coalesce((SELECT current_setting('relance.portfolio', true)), '') = ''$rule$;
    no_agency constant text :=
        $rule$coalesce((SELECT current_setting('relance.agency', true)), '') = ''$rule$;
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO relance_reader', schema_name);
    -- How far the view is, which is nobody's: who wrote something waits for it.
    EXECUTE format('GRANT SELECT ON %I.checkpoints TO relance_reader', schema_name);
    FOR one IN
        SELECT
            t.oid::regclass AS place,
            t.relname AS name,
            coalesce(obj_description(t.oid, 'pg_class'), '') AS said,
            array(
                SELECT a.attname::text FROM pg_attribute AS a
                WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            ) AS columns
        FROM pg_class AS t
        WHERE t.relnamespace = schema_name::regnamespace AND t.relkind = 'r'
    LOOP
        CONTINUE WHEN NOT 'tenant' = ANY (one.columns);
        owner_of := (
            SELECT parent.name
            FROM (
                VALUES
                    (1, 'debtor', 'portfolio'), (2, 'item', 'items'), (3, 'case', 'cases'),
                    (4, 'message', 'messages')
            ) AS parent (rank, key, name)
            WHERE parent.key = ANY (one.columns)
                AND parent.name <> one.name
                AND to_regclass(quote_ident(schema_name) || '.' || parent.name) IS NOT NULL
            ORDER BY parent.rank
            LIMIT 1
        );
        portfolio_rule := CASE
            WHEN one.said = 'open to portfolios' THEN 'true'
            WHEN one.name = 'portfolio'
                THEN $rule$sales = (SELECT current_setting('relance.portfolio'))$rule$
            WHEN owner_of IS NULL THEN 'false'
            ELSE format(
                'EXISTS (SELECT FROM %1$I AS o WHERE o.tenant = %2$I.tenant AND o.%3$I = %2$I.%3$I)',
                owner_of,
                one.name,
                CASE owner_of
                    WHEN 'portfolio' THEN 'debtor'
                    WHEN 'items' THEN 'item'
                    WHEN 'cases' THEN 'case'
                    ELSE 'message'
                END
            )
        END;
        agency_rule := CASE
            WHEN 'agency' = ANY (one.columns)
                THEN $rule$agency = (SELECT current_setting('relance.agency', true))$rule$
            WHEN one.name <> 'placements' AND 'placement' = ANY (one.columns)
                AND to_regclass(quote_ident(schema_name) || '.placements') IS NOT NULL
                THEN format(
                    'EXISTS (SELECT FROM placements AS o '
                    'WHERE o.tenant = %1$I.tenant AND o.placement = %1$I.placement)',
                    one.name
                )
            ELSE 'false'
        END;
        mark := md5(concat(tenant_rule, no_portfolio, portfolio_rule, no_agency, agency_rule));
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_policy AS p
            INNER JOIN pg_class AS t ON t.oid = p.polrelid AND t.relrowsecurity
            WHERE p.polrelid = one.place AND p.polname = 'own_agency'
                AND obj_description(p.oid, 'pg_policy') = mark
        );
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', one.place);
        EXECUTE format('DROP POLICY IF EXISTS own_tenant ON %s', one.place);
        EXECUTE format('DROP POLICY IF EXISTS own_portfolio ON %s', one.place);
        EXECUTE format('DROP POLICY IF EXISTS own_agency ON %s', one.place);
        EXECUTE format(
            'CREATE POLICY own_tenant ON %s TO relance_reader USING (%s)', one.place, tenant_rule
        );
        EXECUTE format(
            'CREATE POLICY own_portfolio ON %s AS RESTRICTIVE TO relance_reader USING (%s OR %s)',
            one.place,
            no_portfolio,
            portfolio_rule
        );
        EXECUTE format(
            'CREATE POLICY own_agency ON %s AS RESTRICTIVE TO relance_reader USING (%s OR %s)',
            one.place,
            no_agency,
            agency_rule
        );
        EXECUTE format('GRANT SELECT ON %s TO relance_reader', one.place);
        EXECUTE format('COMMENT ON POLICY own_agency ON %s IS %L', one.place, mark);
    END LOOP;
END
$$
