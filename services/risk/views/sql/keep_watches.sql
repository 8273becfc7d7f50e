-- $1: the last watch of a debtor.
INSERT INTO watches (
    tenant, debtor, creditor, state, reason, started_by, started_on, end_note, ended_by, ended_on,
    changed_at
)
SELECT
    tenant, debtor, creditor, state, reason, started_by, started_on, end_note, ended_by, ended_on,
    changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, state text, reason text, started_by text, started_on
    date, end_note text, ended_by text, ended_on date, changed_at timestamptz
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, watches.creditor),
    state = coalesce(excluded.state, watches.state),
    reason = coalesce(excluded.reason, watches.reason),
    started_by = coalesce(excluded.started_by, watches.started_by),
    started_on = coalesce(excluded.started_on, watches.started_on),
    end_note = coalesce(excluded.end_note, watches.end_note),
    ended_by = coalesce(excluded.ended_by, watches.ended_by),
    ended_on = coalesce(excluded.ended_on, watches.ended_on),
    changed_at = coalesce(excluded.changed_at, watches.changed_at)
