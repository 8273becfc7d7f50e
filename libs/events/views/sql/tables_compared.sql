-- Each table of schema $1 with the question for its rows: a text of what tells a row from others
-- (its primary key; all of it where it has none), in one order whatever the collation; the row.
SELECT
    tables.relname AS "table",
    format(
        'SELECT key, row FROM (SELECT ROW(%s)::text AS key, to_jsonb(kept)::text AS row FROM %I.%I AS kept) AS rows ORDER BY key COLLATE "C", row COLLATE "C"',
        coalesce(
            (
                SELECT string_agg(format('kept.%I', columns.attname), ', ' ORDER BY columns.attnum)
                FROM pg_index AS keys
                JOIN pg_attribute AS columns
                    ON columns.attrelid = keys.indrelid AND columns.attnum = ANY (keys.indkey)
                WHERE keys.indrelid = tables.oid AND keys.indisprimary
            ),
            'kept.*'
        ),
        $1::text,
        tables.relname
    ) AS question
FROM pg_class AS tables
WHERE tables.relnamespace = to_regnamespace(quote_ident($1))
  AND tables.relkind = 'r'
  AND tables.relname NOT IN ('checkpoints', 'migrations')
ORDER BY tables.relname
