-- $1: accounts with a gap in their statements, or without.
INSERT INTO accounts (
    tenant, account, creditor, state, reason, changed_at
)
SELECT
    tenant, account, creditor, state, reason, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, account text, creditor text, state text, reason text, changed_at timestamptz
)
ON CONFLICT (tenant, account) DO UPDATE SET
    creditor = coalesce(excluded.creditor, accounts.creditor),
    state = coalesce(excluded.state, accounts.state),
    reason = coalesce(excluded.reason, accounts.reason),
    changed_at = coalesce(excluded.changed_at, accounts.changed_at)
