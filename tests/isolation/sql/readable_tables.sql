SELECT
    t.oid::regclass::text AS place,
    t.relname AS name,
    t.relrowsecurity AND NOT pg_has_role(t.relowner, 'MEMBER') AND EXISTS (
        SELECT FROM pg_policy AS p
        WHERE p.polrelid = t.oid
            AND p.polpermissive
            AND pg_get_expr(p.polqual, p.polrelid) LIKE '%relance.tenant%'
    ) AND NOT EXISTS (
        SELECT FROM pg_policy AS p
        WHERE p.polrelid = t.oid
            AND p.polpermissive
            AND pg_get_expr(p.polqual, p.polrelid) NOT LIKE '%relance.tenant%'
    ) AS is_guarded
FROM pg_class AS t
JOIN pg_namespace AS n ON n.oid = t.relnamespace
WHERE t.relkind IN ('r', 'p', 'v', 'm')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND has_schema_privilege(n.oid, 'USAGE')
    AND has_table_privilege(t.oid, 'SELECT')
ORDER BY place
