-- $1: the last pause of a debtor.
INSERT INTO pauses (
    tenant, debtor, creditor, until_on, reason, paused_by, paused_at, state, resumed_by,
    changed_at
)
SELECT
    tenant, debtor, creditor, until_on, reason, paused_by, paused_at, state, resumed_by,
    changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, until_on date, reason text, paused_by text,
    paused_at timestamptz, state text, resumed_by text, changed_at timestamptz
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, pauses.creditor),
    until_on = coalesce(excluded.until_on, pauses.until_on),
    reason = coalesce(excluded.reason, pauses.reason),
    paused_by = coalesce(excluded.paused_by, pauses.paused_by),
    paused_at = coalesce(excluded.paused_at, pauses.paused_at),
    state = coalesce(excluded.state, pauses.state),
    resumed_by = coalesce(excluded.resumed_by, pauses.resumed_by),
    changed_at = coalesce(excluded.changed_at, pauses.changed_at)
