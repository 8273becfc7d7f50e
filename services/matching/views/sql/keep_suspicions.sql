-- $1: suspicions as the last of their events leaves them.
INSERT INTO suspicions (
    tenant, item, suspected_by, debtor, by_kind, since_on, expires_on, state
)
SELECT
    tenant, item, suspected_by, debtor, by_kind, since_on, expires_on, state
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, suspected_by text, debtor text, by_kind text, since_on date,
    expires_on date, state text
)
ON CONFLICT (tenant, item, suspected_by, debtor) DO UPDATE SET
    by_kind = coalesce(excluded.by_kind, suspicions.by_kind),
    since_on = coalesce(excluded.since_on, suspicions.since_on),
    expires_on = coalesce(excluded.expires_on, suspicions.expires_on),
    state = coalesce(excluded.state, suspicions.state)
