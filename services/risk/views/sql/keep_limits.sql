-- $1: limits as the last of their events leaves them.
INSERT INTO limits (
    tenant, limit_id, debtor, creditor, currency, requested, amount, requested_by, requested_on,
    reason, granted_by, granted_on, expires_on, refused_by, refused_on, refusal, state, end_reason,
    ended_by, ended_on, is_breached, breached_on, changed_at
)
SELECT
    tenant, limit_id, debtor, creditor, currency, requested, amount, requested_by, requested_on,
    reason, granted_by, granted_on, expires_on, refused_by, refused_on, refusal, state, end_reason,
    ended_by, ended_on, is_breached, breached_on, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, limit_id text, debtor text, creditor text, currency text, requested numeric,
    amount numeric, requested_by text, requested_on date, reason text, granted_by text, granted_on
    date, expires_on date, refused_by text, refused_on date, refusal text, state text, end_reason
    text, ended_by text, ended_on date, is_breached boolean, breached_on date, changed_at
    timestamptz
)
ON CONFLICT (tenant, limit_id) DO UPDATE SET
    debtor = coalesce(excluded.debtor, limits.debtor),
    creditor = coalesce(excluded.creditor, limits.creditor),
    currency = coalesce(excluded.currency, limits.currency),
    requested = coalesce(excluded.requested, limits.requested),
    amount = coalesce(excluded.amount, limits.amount),
    requested_by = coalesce(excluded.requested_by, limits.requested_by),
    requested_on = coalesce(excluded.requested_on, limits.requested_on),
    reason = coalesce(excluded.reason, limits.reason),
    granted_by = coalesce(excluded.granted_by, limits.granted_by),
    granted_on = coalesce(excluded.granted_on, limits.granted_on),
    expires_on = coalesce(excluded.expires_on, limits.expires_on),
    refused_by = coalesce(excluded.refused_by, limits.refused_by),
    refused_on = coalesce(excluded.refused_on, limits.refused_on),
    refusal = coalesce(excluded.refusal, limits.refusal),
    state = coalesce(excluded.state, limits.state),
    end_reason = coalesce(excluded.end_reason, limits.end_reason),
    ended_by = coalesce(excluded.ended_by, limits.ended_by),
    ended_on = coalesce(excluded.ended_on, limits.ended_on),
    is_breached = coalesce(excluded.is_breached, limits.is_breached),
    breached_on = coalesce(excluded.breached_on, limits.breached_on),
    changed_at = coalesce(excluded.changed_at, limits.changed_at)
