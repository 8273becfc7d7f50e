-- $1: the same rows; who listens is told at the commit, of what is new and not of a log read anew.
SELECT pg_notify('relance_console', tenant || ' ' || debtor)
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, debtor text, last_at timestamptz)
WHERE last_at > now() - interval '1 minute'
