-- $1: promises as the last of their events leaves them.
INSERT INTO promises (tenant, promise, debtor, creditor, state, moved_to)
SELECT tenant, promise, debtor, creditor, state, moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, promise text, debtor text, creditor text, state text, moved_to text
)
ON CONFLICT (tenant, promise, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, promises.creditor),
    state = coalesce(excluded.state, promises.state),
    moved_to = coalesce(excluded.moved_to, promises.moved_to)
