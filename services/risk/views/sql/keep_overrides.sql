-- $1: what persons said instead of scores.
INSERT INTO overrides (
    tenant, override, debtor, creditor, band, until_on, reason, overridden_by, overridden_on,
    state, end_reason, ended_by, changed_at
)
SELECT
    tenant, override, debtor, creditor, band, until_on, reason, overridden_by, overridden_on,
    state, end_reason, ended_by, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, override text, debtor text, creditor text, band text, until_on date, reason text,
    overridden_by text, overridden_on date, state text, end_reason text, ended_by text, changed_at
    timestamptz
)
ON CONFLICT (tenant, override) DO UPDATE SET
    debtor = coalesce(excluded.debtor, overrides.debtor),
    creditor = coalesce(excluded.creditor, overrides.creditor),
    band = coalesce(excluded.band, overrides.band),
    until_on = coalesce(excluded.until_on, overrides.until_on),
    reason = coalesce(excluded.reason, overrides.reason),
    overridden_by = coalesce(excluded.overridden_by, overrides.overridden_by),
    overridden_on = coalesce(excluded.overridden_on, overrides.overridden_on),
    state = coalesce(excluded.state, overrides.state),
    end_reason = coalesce(excluded.end_reason, overrides.end_reason),
    ended_by = coalesce(excluded.ended_by, overrides.ended_by),
    changed_at = coalesce(excluded.changed_at, overrides.changed_at)
