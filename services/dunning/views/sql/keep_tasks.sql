-- $1: tasks as the last of their events leaves them.
INSERT INTO tasks (
    tenant, task, kind, creditor, debtor, "case", about, opened_on, opened_at, state, done_by,
    done_at
)
SELECT
    tenant, task, kind, creditor, debtor, "case", about, opened_on, opened_at, state, done_by,
    done_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, task text, kind text, creditor text, debtor text, "case" text, about text,
    opened_on date, opened_at timestamptz, state text, done_by text, done_at timestamptz
)
ON CONFLICT (tenant, task) DO UPDATE SET
    kind = coalesce(excluded.kind, tasks.kind),
    creditor = coalesce(excluded.creditor, tasks.creditor),
    debtor = coalesce(excluded.debtor, tasks.debtor),
    "case" = coalesce(excluded."case", tasks."case"),
    about = coalesce(excluded.about, tasks.about),
    opened_on = coalesce(excluded.opened_on, tasks.opened_on),
    opened_at = coalesce(excluded.opened_at, tasks.opened_at),
    state = coalesce(excluded.state, tasks.state),
    done_by = coalesce(excluded.done_by, tasks.done_by),
    done_at = coalesce(excluded.done_at, tasks.done_at)
