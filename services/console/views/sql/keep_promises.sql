-- $1: promises as the last of their events leaves them.
INSERT INTO promises (tenant, promise, creditor, state)
SELECT tenant, promise, creditor, state
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, promise text, creditor text, state text
)
ON CONFLICT (tenant, promise) DO UPDATE SET
    creditor = coalesce(excluded.creditor, promises.creditor),
    state = coalesce(excluded.state, promises.state)
